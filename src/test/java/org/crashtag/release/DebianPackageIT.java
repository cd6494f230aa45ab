package org.crashtag.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.testing.Programs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package, installed and removed. */
@Tag("deb")
class DebianPackageIT {
  private static final String VERSION = System.getProperty("crashtag.version");
  private static final Path LAUNCHER = Path.of("/usr/bin/crashtag");

  @TempDir private Path folder;

  @Test
  void installsStartsAndLeavesNothing() throws Exception {
    Programs.assumeInstalled("dpkg", "apt-get");
    assumeTrue(Programs.output("id", "-u").strip().equals("0"), "only root installs packages");
    assumeTrue(!Files.exists(LAUNCHER), "crashtag is installed already");
    Path file = Path.of("target", "crashtag_" + VERSION + "_all.deb").toAbsolutePath();
    // Which Java satisfies the dependency is the machine's affair; the test brings its own.
    Programs.output("dpkg", "--force-depends", "--install", file.toString());
    try {
      assertThat(new Installation(LAUNCHER, folder).call("--version").out())
          .isEqualTo("crashtag " + VERSION + "\n");
      assertThat(Path.of("/lib/systemd/system/crashtag.service")).isRegularFile();
      assertThat(Path.of("/lib/systemd/system/crashtag.timer")).isRegularFile();
      assertThat(Path.of("/lib/systemd/system/crashtag-watch.service")).isRegularFile();
    } finally {
      Programs.output("dpkg", "--purge", "crashtag");
    }
    assertThat(LAUNCHER).doesNotExist();
    assertThat(Path.of("/usr/share/crashtag")).doesNotExist();
  }
}
