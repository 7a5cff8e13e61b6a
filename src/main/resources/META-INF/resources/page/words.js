/** Every text of the page, in Spanish and English. */

const en = {
  tagline: 'A standing gathering where people talk.',
  name: 'Your name', namePlaceholder: 'ana',
  room: 'Room', roomPlaceholder: 'lobby',
  enter: 'Come in', leave: 'Leave', people: 'People here',
  messages: 'Messages', message: 'Message', placeholder: 'Write something…', send: 'Send',
  keys: 'Enter sends, Shift+Enter starts a new line',
  older: 'Earlier messages', beginning: 'This is where the conversation begins.',
  empty: 'Nobody has said anything yet. You could be the first.',
  latest: n => n === 0 ? 'Latest' : n === 1 ? '1 new message' : `${n} new messages`,
  you: 'you', today: 'Today', yesterday: 'Yesterday',
  here: n => n === 1 ? '1 person' : `${n} people`,
  more: n => `and ${n} more`,
  typing: names => names.length > 2 ? 'Several people are typing' : `${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} typing`,
  connecting: 'Connecting', online: 'Online', offline: 'Offline', stopped: 'Disconnected',
  waiting: s => s > 0 ? `Reconnecting in ${s} s` : 'Reconnecting',
  reconnecting: 'Connection lost. Reconnecting.', back: 'Connected again.',
  onHold: 'On hold', released: 'What waited has been sent.',
  holding: code => code < 140 ? 'Too many messages in a short time. What waits is sent as soon as it may be.'
    : 'The server’s memory is away. What you write waits here; we keep trying.',
  logAway: 'The server’s memory is away.',
  tryNow: 'Try now', connect: 'Connect again', retry: 'Try again', discard: 'Discard',
  states: { waiting: 'Not sent yet', sent: 'Sent', acknowledged: 'Delivered', failed: 'Not sent' },
  binary: bytes => `Binary message, ${bytes} bytes`,
  options: 'What to do with this message', edit: 'Edit', save: 'Save', cancel: 'Cancel', remove: 'Delete', removeForGood: 'Delete for good?',
  edited: 'edited', deleted: 'This message was deleted.',
  reacted: (emoji, n) => `${emoji}, ${n === 1 ? '1 person' : `${n} people`}`,
  replies: n => n === 1 ? '1 reply' : `${n} replies`,
  tooLong: (bytes, limit) => `Too long: ${bytes} of ${limit} bytes.`,
  signedIn: 'You are signed in.',
  nameNeeded: 'Please choose a name.', roomNeeded: 'A room needs at least one letter or digit.',
  notices: {
    behind: () => 'You were away for a while: what you missed is above.',
    trimmed: () => 'Some messages in between are no longer kept.',
    unknown: () => 'The server lost its place here. Some messages may be missing.',
    epoch: n => n === 1 ? 'One message could not be recovered.' : n > 1 ? `${n} messages could not be recovered.` : 'Some messages could not be recovered.',
  },
  errors: {
    102: 'The server did not accept what was written.', 103: 'It is too long.',
    111: 'The server does not know you: sign in, please.', 112: 'Your sign-in is over: sign in again, please.', 113: 'You may not enter this room.',
    120: 'That cannot be the name of a room.', 121: 'You are not in this room.', 122: 'You are in too many rooms.',
    123: 'That message is not here any more.', 124: 'That message was deleted.', 132: 'That is too many reactions.',
    130: 'Too many messages in a short time.', 131: 'Too many messages in a short time.',
    140: 'The server cannot store messages just now.', 141: 'The server is being restarted.',
    142: 'It may or may not have been stored. Trying again will not repeat it.', 199: 'Something broke in the server.',
    4004: 'Your sign-in is over: sign in again, please.',
    4500: 'The server did not let you in.', 4501: 'You have been banned.',
    4502: 'Too many connections from here.', 4503: 'The page and the server do not understand each other.',
  },
  error: code => `Something went wrong (${code}).`,
};

const es = {
  tagline: 'Una reunión habitual donde se habla.',
  name: 'Tu nombre', namePlaceholder: 'ana',
  room: 'Sala', roomPlaceholder: 'lobby',
  enter: 'Entrar', leave: 'Salir', people: 'Quién está',
  messages: 'Mensajes', message: 'Mensaje', placeholder: 'Escribe algo…', send: 'Enviar',
  keys: 'Intro envía, Mayús+Intro abre otra línea',
  older: 'Mensajes anteriores', beginning: 'Aquí empieza la conversación.',
  empty: 'Nadie ha dicho nada todavía. Puedes empezar tú.',
  latest: n => n === 0 ? 'Lo último' : n === 1 ? '1 mensaje nuevo' : `${n} mensajes nuevos`,
  you: 'tú', today: 'Hoy', yesterday: 'Ayer',
  here: n => n === 1 ? '1 persona' : `${n} personas`,
  more: n => `y ${n} más`,
  typing: names => names.length > 2 ? 'Varias personas están escribiendo' : `${names.join(' y ')} ${names.length > 1 ? 'están' : 'está'} escribiendo`,
  connecting: 'Conectando', online: 'En línea', offline: 'Sin red', stopped: 'Desconectado',
  waiting: s => s > 0 ? `Reconectando en ${s} s` : 'Reconectando',
  reconnecting: 'Se perdió la conexión. Reconectando.', back: 'Conectado de nuevo.',
  onHold: 'En espera', released: 'Lo que esperaba se ha enviado.',
  holding: code => code < 140 ? 'Demasiados mensajes en poco tiempo. Lo que espera se enviará en cuanto se pueda.'
    : 'La memoria del servidor no responde. Lo que escribas espera aquí; seguimos intentándolo.',
  logAway: 'La memoria del servidor no responde.',
  tryNow: 'Probar ya', connect: 'Volver a conectar', retry: 'Reintentar', discard: 'Descartar',
  states: { waiting: 'Sin enviar aún', sent: 'Enviado', acknowledged: 'Entregado', failed: 'No se envió' },
  binary: bytes => `Mensaje binario, ${bytes} bytes`,
  options: 'Qué hacer con este mensaje', edit: 'Editar', save: 'Guardar', cancel: 'Cancelar', remove: 'Borrar', removeForGood: '¿Borrar del todo?',
  edited: 'editado', deleted: 'Este mensaje se ha borrado.',
  reacted: (emoji, n) => `${emoji}, ${n === 1 ? '1 persona' : `${n} personas`}`,
  replies: n => n === 1 ? '1 respuesta' : `${n} respuestas`,
  tooLong: (bytes, limit) => `Demasiado largo: ${bytes} de ${limit} bytes.`,
  signedIn: 'Has iniciado sesión.',
  nameNeeded: 'Elige un nombre.', roomNeeded: 'Una sala necesita al menos una letra o una cifra.',
  notices: {
    behind: () => 'Estuviste fuera un rato: lo que te perdiste está más arriba.',
    trimmed: () => 'Algunos mensajes intermedios ya no se conservan.',
    unknown: () => 'El servidor perdió el hilo aquí. Pueden faltar mensajes.',
    epoch: n => n === 1 ? 'Un mensaje no se pudo recuperar.' : n > 1 ? `${n} mensajes no se pudieron recuperar.` : 'Algunos mensajes no se pudieron recuperar.',
  },
  errors: {
    102: 'El servidor no aceptó lo escrito.', 103: 'Es demasiado largo.',
    111: 'El servidor no te conoce: inicia sesión.', 112: 'Tu sesión ha terminado: vuelve a iniciarla.', 113: 'No puedes entrar en esta sala.',
    120: 'Ese no puede ser el nombre de una sala.', 121: 'No estás en esta sala.', 122: 'Estás en demasiadas salas.',
    123: 'Ese mensaje ya no está aquí.', 124: 'Ese mensaje se ha borrado.', 132: 'Son demasiadas reacciones.',
    130: 'Demasiados mensajes en poco tiempo.', 131: 'Demasiados mensajes en poco tiempo.',
    140: 'El servidor no puede guardar mensajes ahora mismo.', 141: 'El servidor se está reiniciando.',
    142: 'Puede que se guardara o puede que no. Reintentar no lo repetirá.', 199: 'Algo falló en el servidor.',
    4004: 'Tu sesión ha terminado: vuelve a iniciarla.',
    4500: 'El servidor no te dejó entrar.', 4501: 'Te han expulsado.',
    4502: 'Demasiadas conexiones desde aquí.', 4503: 'La página y el servidor no se entienden.',
  },
  error: code => `Algo salió mal (${code}).`,
};

export function wordsFor(languages) {
  const known = languages.map(language => language.slice(0, 2).toLowerCase()).find(code => code === 'es' || code === 'en');
  return known === 'es' ? { ...es, language: 'es' } : { ...en, language: 'en' };
}

export function explain(words, code) {
  return words.errors[code] ?? words.error(code);
}
