package org.crashtag.layout.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.crashtag.layout.Architecture;
import org.crashtag.testing.Programs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layouts of made-up structures compared with those of a compiler. */
class CompilerLayoutTest {
  private static final int STRUCTURES = 400;

  /** The layouts of acme_log.h, by tag. */
  private static final Set<String> DRIVERS =
      Set.of("_ACME_STAMP", "_ACME_WIRE", "_ACME_EVENT", "_ACME_LOG", "_ACME_DEVICE");

  @TempDir private Path folder;

  /** Repeat the failure of a seed with {@code -Dlayouts.seed=}. */
  @ParameterizedTest
  @EnumSource
  void layoutsAreTheCompilers(Architecture architecture) throws Exception {
    Programs.assumeInstalled("clang");
    long seed = Long.getLong("layouts.seed", new Random().nextLong());
    System.out.println("layouts for " + architecture.label() + " of seed " + seed);
    MadeHeader made = new MadeHeader(new Random(seed), STRUCTURES);
    Path header = Files.writeString(folder.resolve("made.h"), made.text());
    Map<String, String> theirs = CompilerLayouts.of(header, folder, made.types(), architecture);
    assertThat(theirs).as("seed %d", seed).hasSize(STRUCTURES);
    HeaderSource source = HeaderSource.of(new HeaderFolder(folder, List.of()), "made.h", Map.of());
    for (Map.Entry<String, String> each : theirs.entrySet()) {
      assertThat(CompilerLayouts.of(source.structure(each.getKey(), architecture)))
          .as("%s for %s, seed %d", each.getKey(), architecture.label(), seed)
          .isEqualTo(each.getValue());
    }
  }

  /** A header with everything that drivers' headers contain besides types. */
  @ParameterizedTest
  @EnumSource
  void layoutsInANoisyHeaderAreTheCompilers(Architecture architecture) throws Exception {
    Programs.assumeInstalled("clang");
    Path header = Path.of(CompilerLayoutTest.class.getResource("acme_log.h").toURI());
    List<String> types = DRIVERS.stream().map(tag -> "struct " + tag).toList();
    Map<String, String> theirs = CompilerLayouts.of(header, folder, types, architecture);
    assertThat(theirs).containsKeys(DRIVERS.toArray(String[]::new));
    HeaderSource source =
        HeaderSource.of(new HeaderFolder(header.getParent(), List.of()), "acme_log.h", Map.of());
    for (Map.Entry<String, String> each : theirs.entrySet()) {
      assertThat(CompilerLayouts.of(source.structure(each.getKey(), architecture)))
          .as("%s for %s", each.getKey(), architecture.label())
          .isEqualTo(each.getValue());
    }
    assertThat(source.constants("ACME_KIND", architecture))
        .isEqualTo(
            Map.of(0L, "AcmeNone", 0x10L, "AcmeSend", 0x11L, "AcmeReceive", 0x12L, "AcmeKinds"));
  }
}
