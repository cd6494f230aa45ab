package org.crashtag.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import org.crashtag.testing.ArrayContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  private static final byte[] FILE = countUp(1_000_000);

  @Test
  void bytesStandWhereTheFileHasThem() throws IOException {
    Window window = new Window(ArrayContent.of(FILE));

    for (long offset : new long[] {0, 1, 1, 8_190, 70_000, 70_001, 999_990}) {
      Bytes bytes = window.peek(offset, 9);
      assertThat(bytes.offset()).isEqualTo(offset);
      assertThat(bytes.toArray()).isEqualTo(part(offset, 9));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fewerBytesComeOnlyAtTheEnd(boolean streamed) throws IOException {
    ArrayContent content = ArrayContent.of(FILE);
    Window window = new Window(streamed ? content.streamed() : content);

    assertThat(window.peek(10, 999_980).toArray()).isEqualTo(part(10, 999_980));
    assertThat(window.peek(999_995, 100).toArray()).isEqualTo(part(999_995, 5));
    assertThat(window.peek(1_000_000, 1).length()).isZero();
    assertThat(window.peek(1L << 50, 1).length()).isZero();
  }

  @Test
  void windowNeverGoesBack() throws IOException {
    Window window = new Window(ArrayContent.of(FILE));
    window.peek(500_000, 1);

    assertThatIllegalStateException().isThrownBy(() -> window.peek(499_999, 1));
  }

  @Test
  void viewOutlivesTheWindowsMoves() throws IOException {
    Window window = new Window(ArrayContent.of(FILE));
    Bytes early = window.peek(3, 16);
    for (long offset = 100; offset < 900_000; offset += 50_000) {
      window.peek(offset, 60_000);
    }

    assertThat(early.toArray()).isEqualTo(part(3, 16));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bufferGrowsWithTheBytesThatAreThere(boolean streamed) throws IOException {
    ArrayContent content = ArrayContent.of(FILE).cutTo(100);
    ArrayContent watched = streamed ? content.streamed() : content;
    Bytes bytes = new Window(watched).peek(0, 1 << 30);

    assertThat(bytes.length()).isEqualTo(100);
    assertThat(watched.largestRead()).isLessThanOrEqualTo(1 << 16);
  }

  @Test
  void streamIsReadToItsEndInGrowingSteps() throws IOException {
    ArrayContent stream = ArrayContent.of(FILE).streamed();

    assertThat(new Window(stream).peek(0, 1 << 30).toArray()).isEqualTo(FILE);
    assertThat(stream.largestRead()).isLessThan(2 * FILE.length);
  }

  @Test
  void littleMoreIsReadThanWasAskedFor() throws IOException {
    ArrayContent content = ArrayContent.of(FILE);
    Window window = new Window(content);
    window.peek(0, 16);
    window.peek(600_000, 16);

    assertThat(content.bytesRead()).isLessThanOrEqualTo(2 * 0x2000);
  }

  @Test
  void eachByteIsReadOnce() throws IOException {
    ArrayContent content = ArrayContent.of(FILE);
    Window window = new Window(content);
    for (long offset = 0; offset < FILE.length; offset += 777) {
      window.peek(offset, 1_500);
    }

    assertThat(content.bytesRead()).isEqualTo(FILE.length);
  }

  @Test
  void requireNamesWhatIsCutAndWhere() {
    Window window = new Window(ArrayContent.of(FILE).cutTo(100));

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> window.require(90, 20, "the header"))
        .withMessage("the header is cut off")
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(Reason.TRUNCATED))
        .satisfies(fault -> assertThat(fault.offset()).isEqualTo(100));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reachEndsWithTheContent(boolean streamed) throws IOException {
    ArrayContent content = ArrayContent.of(FILE);
    Window window = new Window(streamed ? content.streamed() : content);
    window.peek(0, 100);

    assertThat(window.reach(50)).isEqualTo(50);
    assertThat(window.reach(999_999)).isEqualTo(999_999);
    assertThat(window.reach(1_000_001)).isEqualTo(1_000_000);
  }

  private static byte[] part(long offset, int size) {
    return java.util.Arrays.copyOfRange(FILE, (int) offset, (int) offset + size);
  }

  private static byte[] countUp(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i ^ (i >> 8) ^ (i >> 16));
    }
    return bytes;
  }
}
