package org.crashtag.layout.header;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crashtag.layout.CType.Scalar;
import org.crashtag.layout.CType.Scalar.Kind;

/**
 * The arithmetic types of C, with the sizes that Microsoft's compiler uses. Source: Microsoft's
 * documentation "Fundamental types".
 */
final class Scalars {
  static final Scalar INT = scalar("int", Kind.SIGNED, 4);
  static final Scalar VOID = new Scalar("void", Kind.NONE, 0, 1);

  /** Types by their keywords in alphabetical order. */
  private static final Map<String, Scalar> BY_WORDS = byWords();

  private Scalars() {}

  private static Scalar scalar(String name, Kind kind, int bytes) {
    return new Scalar(name, kind, bytes, bytes);
  }

  private static Map<String, Scalar> byWords() {
    Map<String, Scalar> scalars = new TreeMap<>();
    scalars.put("void", VOID);
    scalars.put("char", scalar("char", Kind.CHARACTER, 1));
    scalars.put("char signed", scalar("signed char", Kind.SIGNED, 1));
    scalars.put("char unsigned", scalar("unsigned char", Kind.UNSIGNED, 1));
    scalars.put("wchar_t", scalar("wchar_t", Kind.WIDE_CHARACTER, 2));
    scalars.put("__wchar_t", scalar("wchar_t", Kind.WIDE_CHARACTER, 2));
    scalars.put("_Bool", scalar("_Bool", Kind.BOOLEAN, 1));
    scalars.put("__bool32", scalar("BOOL", Kind.BOOLEAN, 4));
    scalars.put("float", scalar("float", Kind.FLOAT, 4));
    scalars.put("double", scalar("double", Kind.FLOAT, 8));
    scalars.put("double long", scalar("long double", Kind.FLOAT, 8));
    whole(scalars, "__int8", 1, "__int8");
    whole(scalars, "short", 2, "short", "int short", "__int16");
    whole(scalars, "int", 4, "int", "__int32");
    whole(scalars, "long", 4, "long", "int long");
    whole(scalars, "__int64", 8, "__int64", "long long", "int long long");
    scalars.put("signed", INT);
    scalars.put("unsigned", scalar("unsigned int", Kind.UNSIGNED, 4));
    return scalars;
  }

  private static void whole(Map<String, Scalar> scalars, String name, int bytes, String... all) {
    for (String words : all) {
      scalars.put(words, scalar(name, Kind.SIGNED, bytes));
      scalars.put(sorted(words, "signed"), scalar(name, Kind.SIGNED, bytes));
      scalars.put(sorted(words, "unsigned"), scalar("unsigned " + name, Kind.UNSIGNED, bytes));
    }
  }

  private static String sorted(String words, String more) {
    return key(List.of((words + " " + more).split(" ", -1)));
  }

  private static String key(List<String> words) {
    return String.join(" ", words.stream().sorted().toList());
  }

  /** Whether a token is a keyword of an arithmetic type. */
  static boolean isWord(String word) {
    return word.equals("long") || word.equals("short") || BY_WORDS.containsKey(word);
  }

  /** The type; null if the keywords don't form one. */
  static Scalar of(List<String> words) {
    return BY_WORDS.get(key(words));
  }
}
