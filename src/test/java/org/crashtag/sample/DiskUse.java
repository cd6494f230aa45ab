package org.crashtag.sample;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Disk space that is really used, measured by {@code du}, because Java can't. */
final class DiskUse {
  private DiskUse() {}

  /** Whether {@code du} is available, and a hole of 16 MiB in the folder uses no space. */
  static boolean knowsHoles(Path folder) throws InterruptedException {
    try {
      Path probe = Files.createTempDirectory(folder, "probe");
      try (FileChannel channel =
          FileChannel.open(
              probe.resolve("hole"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        channel.position(16 << 20);
        channel.write(StandardCharsets.US_ASCII.encode("!"));
      }
      return kilobytes(probe) < 1024;
    } catch (IOException e) {
      return false;
    }
  }

  static long kilobytes(Path folder) throws IOException, InterruptedException {
    Process du = new ProcessBuilder("du", "-sk", folder.toString()).start();
    String answer = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (du.waitFor() != 0) {
      throw new IOException("du failed");
    }
    return Long.parseLong(answer.substring(0, answer.indexOf('\t')));
  }
}
