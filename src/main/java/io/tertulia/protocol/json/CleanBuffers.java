package io.tertulia.protocol.json;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;
import java.util.Arrays;

/**
 * The buffers that Jackson uses again and again, wiped before they are kept: else a text that was
 * deleted would stand there until something longer is written. One set for each thread.
 */
final class CleanBuffers extends BufferRecycler {
  @Override
  public void releaseByteBuffer(int kind, byte[] buffer) {
    Arrays.fill(buffer, (byte) 0);
    super.releaseByteBuffer(kind, buffer);
  }

  @Override
  public void releaseCharBuffer(int kind, char[] buffer) {
    Arrays.fill(buffer, '\0');
    super.releaseCharBuffer(kind, buffer);
  }

  /** Where a factory gets them. */
  static final class Pool extends RecyclerPool.ThreadLocalPoolBase<BufferRecycler> {
    private static final long serialVersionUID = 1;
    private static final ThreadLocal<CleanBuffers> OF_THREAD =
        ThreadLocal.withInitial(CleanBuffers::new);

    @Override
    public BufferRecycler acquirePooled() {
      return OF_THREAD.get();
    }
  }
}
