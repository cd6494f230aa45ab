package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.crashtag.source.Limits;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong with one dump costs that dump only. */
class DumpFilesTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final List<String> visited = new ArrayList<>();

  @BeforeEach
  void makeDumpsAndArchive() throws IOException {
    SampleFiles.write(folder, "a.dmp", SampleFiles.dump());
    SampleFiles.write(folder, "b.dmp", SampleFiles.dump());
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("c.zip")))) {
      for (String name : List.of("a.dmp", "b.dmp")) {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(folder.resolve(name), zip);
      }
    }
    SampleFiles.write(folder, "d.dmp", SampleFiles.dump());
  }

  private int visit(Storage storage, boolean verbose, Throwable fault) throws IOException {
    PrintStream err = new PrintStream(errors, true, UTF_8);
    Terminal terminal =
        new Terminal(new PrintStream(OutputStream.nullOutputStream()), err, false, 80);
    DumpFiles files = new DumpFiles(terminal, Limits.DEFAULT, verbose, storage);
    return files.each(
        List.of(folder.toString()),
        (found, content) -> {
          if (found.name().endsWith("a.dmp")) {
            DumpFilesTest.<RuntimeException>raise(fault);
          }
          visited.add(found.name().substring(folder.toString().length() + 1));
        });
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable fault) throws T {
    throw (T) fault;
  }

  private static Throwable fault(String name) {
    return switch (name) {
      case "memory" -> new OutOfMemoryError("Java heap space");
      case "stack" -> new StackOverflowError();
      case "linkage" -> new NoClassDefFoundError("org/acme/Missing");
      case "assertion" -> new AssertionError("never");
      default -> new IllegalStateException("two\nlines");
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"runtime", "memory", "stack", "linkage", "assertion"})
  void dumpThatFailsIsALineAndTheRestIsVisited(String name) throws IOException {
    int exitCode = visit(new LocalStorage(), false, fault(name));

    assertThat(exitCode).isEqualTo(ExitCode.FAILED);
    assertThat(visited).containsExactly("b.dmp", "c.zip!b.dmp", "d.dmp");
    assertThat(errors.toString(UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.matches("crashtag: .*a\\.dmp: (corrupt|limit|unsupported): .*"))
        .anyMatch(line -> line.contains("c.zip!a.dmp: "));
  }

  @Test
  void stackTraceIsPrintedIfAskedFor() throws IOException {
    visit(new LocalStorage(), true, fault("runtime"));

    assertThat(errors.toString(UTF_8))
        .contains("java.lang.IllegalStateException: two", "\tat org.crashtag.cli.DumpFilesTest");
  }

  @Test
  void fileThatCannotBeOpenedForAnyReasonIsALine() throws IOException {
    Storage storage =
        new ForwardingStorage(new LocalStorage()) {
          @Override
          public SeekableByteChannel open(String path) throws IOException {
            if (path.endsWith("b.dmp")) {
              throw new IllegalStateException("no room in the table");
            }
            return super.open(path);
          }
        };

    assertThat(visit(storage, false, fault("runtime"))).isEqualTo(ExitCode.FAILED);
    assertThat(visited).containsExactly("c.zip!b.dmp", "d.dmp");
    assertThat(errors.toString(UTF_8).lines())
        .anyMatch(line -> line.contains("/b.dmp: corrupt: ") && line.contains("no room"));
  }

  @Test
  void faultsOfTheOutputEndTheCommand() {
    UnwritableException unwritable = new UnwritableException(new IOException("no space left"));
    IOException full = new IOException("out.bin: no space left on device");
    UsageException usage = new UsageException("--tag");

    for (Throwable fault : List.of(unwritable, full, usage)) {
      assertThatThrownBy(() -> visit(new LocalStorage(), false, fault)).isSameAs(fault);
    }
    assertThat(visited).isEmpty();
    assertThat(errors.size()).isZero();
  }
}
