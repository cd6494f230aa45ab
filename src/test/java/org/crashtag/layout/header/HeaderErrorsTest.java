package org.crashtag.layout.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unsupported or invalid headers give an error with file, line and column, never a guess. */
class HeaderErrorsTest {
  @TempDir private Path top;

  private Path folder() throws IOException {
    return Files.createDirectories(top.resolve("driver"));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private CType.Structure structure(String name) throws IOException, UnknownTypeException {
    return HeaderSource.of(new HeaderFolder(folder(), List.of()), "a.h", Map.of())
        .structure(name, Architecture.X64);
  }

  private CType.Structure structureOf(String text) throws IOException, UnknownTypeException {
    write("a.h", text);
    return structure("T");
  }

  private void assertFault(ThrowingCallable call, String location, String words)
      throws IOException {
    String file = folder().resolve(location).toString();
    assertThatThrownBy(call)
        .isInstanceOf(UnknownTypeException.class)
        .hasMessageStartingWith(file)
        .hasMessageContaining(words)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3:3|unknown type|struct T {@int x;@  NOTHING y;@};",
        "1:21|is not defined before this point|struct T { struct T again; };",
        "1:30|is not defined before this point|struct T { struct { struct T again; } x; };",
        "1:44|is not defined before this point|struct U; struct T { struct U *p; struct U u; };",
        "2:8|4294967295 elements|struct T {@ char x[0xFFFFFFFF];@};",
        "1:17|elements is larger than 2 GB|struct T { int x[4000000000]; };",
        "1:18|larger than 2 GB|struct T { char x[0x7fffffff][2]; };",
        "1:18|-1 elements|struct T { char x[-1]; };",
        "1:32|larger than 2 GB|struct T { char x[0x7fffffff], y[2]; };",
        "1:24|duplicate member x|struct T { int x; char x; };",
        "1:16|a bit-field of 33 bits|struct T { int x : 33; };",
        "1:16|a bit-field of 0 bits|struct T { int x : 0; };",
        "1:18|a bit-field must have an integer type|struct T { float x : 3; };",
        "1:25|follows an array without|struct T { int x[]; int y; };",
        "1:1|without members|struct T { };",
        "1:35|a function has no size|typedef int F(void); struct T { F f; };",
        "1:25|not a power of two|struct __declspec(align(3)) T { int x; };",
        "2:18|WIDTH|#define N WIDTH@struct T { int x[N]; };",
        "1:18|WIDTH|struct T { int x[WIDTH]; };",
        "1:19|by zero|struct T { int x[1/0]; };",
        "1:5|is unknown|#if SOME_OPTION@struct T { int x; };@#endif",
        "1:20|by zero|struct T { int x[4 % 0]; };"
      })
  void faultsHaveTheirPlace(String location, String words, String text) throws Exception {
    assertFault(() -> structureOf(text.replace('@', '\n')), "a.h:" + location + ":", words);
  }

  @Test
  void anUnknownWordBeforeATagIsNamed() throws Exception {
    assertFault(
        () -> structureOf("typedef struct ACME_ALIGNED _T {\n  int x;\n} T;\n"),
        "a.h:1:32:",
        "expected \";\"");
    assertFault(
        () -> structureOf("typedef struct ACME_ALIGN(64) _T {\n  int x;\n} T;\n"),
        "a.h:1:",
        "expected ");
  }

  @Test
  void onlyWhatTheTypeNeedsMustBeUnderstood() throws Exception {
    String noise =
        "struct BAD { NOTHING x; };\ntypedef @ what;\nint f(NOTHING y) { return '{'; }\n";
    assertThat(structureOf(noise + "struct T { struct BAD *p; int x; };").size()).isEqualTo(16);
    assertFault(() -> structure("BAD"), "a.h:1:14:", "unknown type \"NOTHING\"");
    assertFault(
        () -> structureOf(noise + "struct T { struct BAD bad; };"), "a.h:1:14:", "\"NOTHING\"");
  }

  @Test
  void includesAreFoundBesideAndBelow() throws Exception {
    write("sub/b.h", "#include \"c.h\"\n#include \"top.h\"\n#include <ntddk.h>\n");
    write("sub/c.h", "#pragma once\n#define COUNT 3\n#include \"c.h\"\n");
    write("top.h", "#pragma once\ntypedef struct { short x[COUNT]; } U;\n");
    String text = "#include \"sub\\\\b.h\"\n#include \"sub/c.h\"\nstruct T { U u; };";
    assertThat(structureOf(text.replace("\\\\", "\\")).size()).isEqualTo(6);
  }

  @Test
  void nothingOutsideOfTheFolderIsRead() throws Exception {
    Path secret = Files.writeString(top.resolve("secret.h"), "typedef int SECRET;\n");
    Files.createSymbolicLink(folder().resolve("link.h"), secret);
    for (String name :
        new String[] {"../secret.h", secret.toString(), "link.h", "sub/../../secret.h"}) {
      String text = "#include \"" + name + "\"\nstruct T { SECRET x; };";
      assertFault(() -> structureOf(text), "a.h:1:10:", "no file");
    }
    assertThatThrownBy(
            () -> HeaderSource.of(new HeaderFolder(folder(), List.of()), "../secret.h", Map.of()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void circlesAndGrowthEnd() throws Exception {
    assertFault(() -> structureOf("#include \"a.h\"\nstruct T { int x; };"), "a.h:1:", "cycle");
    StringBuilder bomb = new StringBuilder("#define A0 x x\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("#define A").append(i).append(" A").append(i - 1).append(" A").append(i - 1);
      bomb.append('\n');
    }
    assertFault(() -> structureOf(bomb + "A39;\nstruct T { int x; };"), "a.h:41:", "2,000,000");
    String deep = "struct T { int x[" + "(".repeat(5000) + "1" + ")".repeat(5000) + "]; };";
    assertFault(() -> structureOf(deep), "a.h:1:", "more than 100 levels deep");
    String nested = "struct { ".repeat(200) + "int x; " + "} x;".repeat(200);
    assertFault(
        () -> structureOf("struct T { " + nested + " };"), "a.h:1:", "more than 100 levels deep");
    StringBuilder doubled = new StringBuilder("struct S0 { char x; };\n");
    for (int i = 1; i < 64; i++) {
      doubled.append("struct S%d { struct S%d x, y; };%n".formatted(i, i - 1));
    }
    assertFault(
        () -> structureOf(doubled + "struct T { struct S63 x; };"),
        "a.h:",
        "more than 100,000 members");
  }
}
