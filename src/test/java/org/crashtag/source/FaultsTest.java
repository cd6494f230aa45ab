package org.crashtag.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.junit.jupiter.api.Test;

/** Any exception of a library only rejects the archive or member that it reads. */
class FaultsTest {
  private static Reason reasonOf(Throwable thrown) {
    return catchThrowableOfType(
            MalformedException.class,
            () ->
                Faults.boundary(
                    7,
                    () -> {
                      throw sneaky(thrown);
                    }))
        .reason();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void faultsOfLibrariesAreFaultsOfTheData() {
    assertThat(reasonOf(new IOException("bad"))).isEqualTo(Reason.CORRUPT);
    assertThat(reasonOf(new EOFException())).isEqualTo(Reason.TRUNCATED);
    assertThat(reasonOf(new IllegalArgumentException("bad"))).isEqualTo(Reason.CORRUPT);
    assertThat(reasonOf(new NullPointerException())).isEqualTo(Reason.CORRUPT);
    assertThat(reasonOf(new StackOverflowError())).isEqualTo(Reason.CORRUPT);
    assertThat(reasonOf(new OutOfMemoryError())).isEqualTo(Reason.LIMIT);
    assertThat(reasonOf(new org.tukaani.xz.MemoryLimitException(2, 1))).isEqualTo(Reason.LIMIT);
    assertThat(reasonOf(new org.tukaani.xz.UnsupportedOptionsException()))
        .isEqualTo(Reason.UNSUPPORTED);
  }

  @Test
  void faultsInsideOthersKeepTheirReason() {
    MalformedException limit = new MalformedException(Reason.LIMIT, 0, "too much");
    assertThat(reasonOf(limit)).isEqualTo(Reason.LIMIT);
    assertThat(reasonOf(new IOException(limit))).isEqualTo(Reason.LIMIT);
    ReadFaultException read = new ReadFaultException(new IOException("disk"));
    assertThatThrownBy(
            () ->
                Faults.boundary(
                    0,
                    () -> {
                      throw new IOException(read);
                    }))
        .isSameAs(read);
  }

  @Test
  void streamThatFailedFailsAgain() throws IOException {
    Budget budget = new Budget(Limits.DEFAULT, 1);
    InputStream once =
        new InputStream() {
          private int reads;

          @Override
          public int read() throws IOException {
            reads++;
            if (reads == 2) {
              throw new StackOverflowError();
            }
            return 1;
          }

          @Override
          public int read(byte[] into, int at, int size) throws IOException {
            into[at] = (byte) read();
            return 1;
          }
        };
    MemberStream stream = new MemberStream(once, budget);
    assertThat(stream.read()).isEqualTo(1);
    for (int again = 0; again < 3; again++) {
      assertThatThrownBy(stream::read).isInstanceOf(MalformedException.class);
    }
  }
}
