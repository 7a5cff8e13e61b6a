package io.tertulia.tcp;

/** In which direction bytes go through a proxy. */
public enum Way {
  TO_SERVER,
  TO_CLIENT
}
