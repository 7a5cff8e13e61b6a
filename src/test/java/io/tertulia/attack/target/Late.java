package io.tertulia.attack.target;

/**
 * Something was not done in time: who else is at work on this machine may be to blame, as for all
 * that is late.
 */
public final class Late extends AssertionError {
  private static final long serialVersionUID = 1;

  public Late(String what) {
    super(what);
  }
}
