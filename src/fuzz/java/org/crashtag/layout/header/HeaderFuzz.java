package org.crashtag.layout.header;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;

/** Headers: whatever their text is, a layout comes out that holds together, or a refusal. */
class HeaderFuzz {
  private static final String HEADER =
      """
      #pragma once
      #include "b.h"
      #define SLOTS (1 << 4)
      #define JOIN(a, b) a##b
      #if defined(_WIN64) && SLOTS > 3
      #pragma pack(push, 1)
      #endif
      typedef enum _KIND : unsigned char { KindNone, KindSome = SLOTS - 1 } KIND, *PKIND;
      typedef struct DECLSPEC_ALIGN(16) _S {
        const volatile ULONG JOIN(Ma, gic) : 7, : 0, b : 3;
        union { LARGE_INTEGER Time; struct { KIND Kind; WCHAR Name[sizeof(GUID) * 2]; } x[2]; };
        NTSTATUS (NTAPI *Hooks[2])(_In_ struct _S *, ULONG (*)(void));
        UCHAR Tail[];
      } S, *PS;
      #pragma pack(pop)
      FORCEINLINE int f(int x) { return x ? '{' : "}"[0]; }
      extern "C" { typedef struct { S *s; PVOID p; double d; } T; }
      """;

  private static final List<String> WORDS =
      List.of(
          "struct ",
          "union ",
          "enum ",
          "typedef ",
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          "*",
          ";",
          ",",
          ":",
          "S ",
          "T ",
          "x ",
          "0 ",
          "1 ",
          "0xFFFFFFFF",
          "sizeof(S)",
          "<<",
          "/",
          "?",
          "\n#if ",
          "\n#else\n",
          "\n#endif\n",
          "\n#define S S S\n",
          "\n#include \"a.h\"\n",
          "\n#pragma pack(",
          "__declspec(align(64)) ",
          "/*",
          "*/",
          "\"",
          "'",
          "\\\n",
          "##",
          "__pragma(pack(1))");

  @FuzzTest(maxDuration = "2m")
  void readsAnything(FuzzedDataProvider data) throws IOException {
    String included = data.consumeBoolean() ? data.consumeString(200) : "";
    StringBuilder text = new StringBuilder(data.consumeBoolean() ? HEADER : "");
    for (int patches = data.consumeInt(0, 16); patches > 0; patches--) {
      int from = data.consumeInt(0, text.length());
      int to = Math.min(text.length(), from + data.consumeInt(0, 8));
      text.replace(from, to, data.pickValue(WORDS));
    }
    Architecture architecture = data.pickValue(Architecture.values());
    text.append(data.consumeRemainingAsString());
    read(text.toString(), included, architecture);
  }

  private static void read(String text, String included, Architecture architecture)
      throws IOException {
    HeaderFiles files =
        (name, from) ->
            switch (name) {
              case "a.h" -> Optional.of(new HeaderFiles.Header(name, name, text));
              case "b.h" -> Optional.of(new HeaderFiles.Header(name, name, included));
              default -> Optional.empty();
            };
    HeaderSource source = HeaderSource.of(files, "a.h", Map.of());
    for (String name : List.of("S", "_S", "T", "KIND")) {
      try {
        check(source.type(name, architecture));
      } catch (UnknownTypeException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      }
    }
  }

  private static void check(CType type) {
    assertThat(type.size()).isBetween(0L, (long) Integer.MAX_VALUE);
    assertThat(Integer.bitCount(type.alignment())).isOne();
    if (type instanceof CType.Array array) {
      check(array.element());
    } else if (type instanceof CType.Structure structure) {
      for (CType.Field field : structure.fields()) {
        long end = field.offset() + field.type().size();
        assertThat(end).isBetween(field.type().size(), structure.size());
        assertThat(field.bitPosition() + field.bits()).isLessThanOrEqualTo(64);
        check(field.type());
      }
    }
  }
}
