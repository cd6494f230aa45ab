package org.crashtag.dump;

import java.io.IOException;
import java.util.Optional;
import org.crashtag.bytes.Window;
import org.crashtag.testing.ArrayContent;

/** Reads dumps from the builder. */
final class DumpsUnderTest {
  private DumpsUnderTest() {}

  static Dump read(byte[] bytes) throws IOException {
    return Dump.read(new Window(ArrayContent.of(bytes)));
  }

  static Optional<Region> locate(byte[] bytes) throws IOException {
    Window window = new Window(ArrayContent.of(bytes));
    return Region.locate(Dump.read(window), window);
  }

  static Optional<Region> locateInStream(byte[] bytes) throws IOException {
    Window window = new Window(ArrayContent.of(bytes).streamed());
    return Region.locate(Dump.read(window), window);
  }
}
