# shellcheck shell=bash
# The keys by which the programs know each other, for thirty days. Sourced by kube: $state, $node_ip, $services, $KUBECONFIG.

make_keys() {
  local client=extendedKeyUsage=clientAuth name
  chmod 700 "$state/pki"
  authority
  openssl genrsa -out "$state/pki/accounts.key" 2048 2>/dev/null
  openssl rsa -in "$state/pki/accounts.key" -pubout -out "$state/pki/accounts.pub" 2>/dev/null
  certificate apiserver /CN=kube-apiserver extendedKeyUsage=serverAuth \
    "subjectAltName=IP:$node_ip,IP:127.0.0.1,IP:${services%.*}.1,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
  certificate admin /O=system:masters/CN=admin "$client"
  certificate kubelet /O=system:nodes/CN=system:node:local "$client"
  certificate manager /CN=system:kube-controller-manager "$client"
  certificate scheduler /CN=system:kube-scheduler "$client"
  certificate proxy /CN=system:kube-proxy "$client"
  login admin "$KUBECONFIG"
  for name in kubelet manager scheduler proxy; do
    login "$name" "$state/etc/$name.conf"
  done
}

authority() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=authority \
    -keyout "$state/pki/ca.key" -out "$state/pki/ca.crt" 2>/dev/null
}

# Arguments: its name, its subject, its extensions.
certificate() {
  local file=$state/pki/$1 subject=$2
  shift 2
  openssl req -new -newkey rsa:2048 -nodes -subj "$subject" -keyout "$file.key" -out "$file.csr" 2>/dev/null
  openssl x509 -req -in "$file.csr" -CA "$state/pki/ca.crt" -CAkey "$state/pki/ca.key" -CAcreateserial -days 30 \
    -extfile <(printf '%s\n' "keyUsage=digitalSignature,keyEncipherment" "$@") -out "$file.crt" 2>/dev/null
}

# A file for kubectl and its like.
login() {
  (umask 077 && cat >"$2") <<EOF
apiVersion: v1
kind: Config
clusters: [{name: local, cluster: {server: "https://$node_ip:6443", certificate-authority-data: $(base64 -w0 "$state/pki/ca.crt")}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$state/pki/$1.crt"), client-key-data: $(base64 -w0 "$state/pki/$1.key")}}]
contexts: [{name: local, context: {cluster: local, user: $1}}]
current-context: local
EOF
}
