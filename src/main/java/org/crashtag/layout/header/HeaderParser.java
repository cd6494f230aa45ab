package org.crashtag.layout.header;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Declarations.Declaration;
import org.crashtag.layout.header.TokenContext.Doubt;
import org.crashtag.layout.header.Type.Laid;
import org.crashtag.layout.header.Type.Tag;
import org.crashtag.layout.header.TypeParser.Base;

/** Parses a whole header for one architecture. */
final class HeaderParser {
  /** Types that drivers get from the Windows headers. */
  private static final HeaderFiles.Header WINDOWS = windows();

  private final Preprocessor words;
  private final Scope scope = new Scope();
  private final TypeParser types;
  private final String file;

  /**
   * @param defines the user's macros: name to value
   */
  HeaderParser(
      HeaderFiles files,
      HeaderFiles.Header header,
      Map<String, String> defines,
      Architecture architecture)
      throws UnknownTypeException {
    words = new Preprocessor(files, architecture);
    types = new TypeParser(scope, architecture);
    file = header.shown();
    words.open(WINDOWS, false);
    read();
    scope.beginOwn();
    words.define(defines);
    words.open(header, true);
    read();
  }

  private static HeaderFiles.Header windows() {
    try (InputStream stream = HeaderParser.class.getResourceAsStream("windows.h")) {
      return new HeaderFiles.Header("", "windows.h", new String(stream.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses up to the end, or up to a point after which nothing is certain. */
  private void read() {
    Declarations declarations = new Declarations(words);
    try {
      for (Declaration each = declarations.next(); each != null; each = declarations.next()) {
        if (!each.isFunction()) {
          declare(each);
        }
      }
    } catch (UnknownTypeException e) {
      words.doubt(null, e.getMessage());
    }
  }

  private void declare(Declaration declaration) {
    List<Token> all = declaration.tokens();
    try {
      if (declaration.doubt() != null) {
        throw fault(declaration.doubt());
      }
      declare(new TokenList(all, all.get(0).location()));
    } catch (UnknownTypeException e) {
      scope.broken(declared(all), mentioned(all), e);
    }
  }

  private static UnknownTypeException fault(Doubt doubt) {
    return doubt.location() == null
        ? new UnknownTypeException(doubt.message())
        : doubt.location().fault(doubt.message());
  }

  private void declare(TokenList tokens) throws UnknownTypeException {
    if (tokens.peek().isIdentifier() && tokens.peek(1).is("(") && isAssertion(tokens.peek())) {
      return;
    }
    Token all = tokens.peek();
    Base base = types.base(tokens);
    if (tokens.isAt(";") && base.alignment() > 0) {
      throw all.location()
          .fault("compilers differ in what this applies to; put it after \"struct\"");
    }
    while (!tokens.take(";")) {
      Declarator declarator = types.declarator(tokens, false);
      if (base.isTypedef()) {
        name(base, declarator);
      } else if (tokens.take("=")) {
        return;
      }
      if (!tokens.isAt(";") && !tokens.take(",")) {
        throw tokens.fault("expected \";\", not " + tokens.peek().shown());
      }
    }
  }

  private static boolean isAssertion(Token token) {
    return token.is("C_ASSERT") || token.is("_Static_assert") || token.is("static_assert");
  }

  private void name(Base base, Declarator declarator) throws UnknownTypeException {
    Token name = declarator.name();
    if (declarator.modifiers().isEmpty() && base.type() instanceof Tag tag) {
      tag.call(name.text());
    }
    Type type = types.type(base.type(), declarator, name);
    int alignment = Math.max(base.alignment(), declarator.alignment());
    if (alignment > 0) {
      type = aligned(base, type.complete(name.location()), alignment, name);
    }
    scope.name(name, type instanceof Laid laid ? laid.withType(called(laid.type(), name)) : type);
  }

  private static Laid aligned(Base base, Laid laid, int alignment, Token name)
      throws UnknownTypeException {
    if (base.type() instanceof Tag && laid.type().size() % alignment != 0) {
      throw name.location()
          .fault(
              "compilers differ in what this applies to; put __declspec(align) after \"struct\"");
    }
    return laid.aligned(alignment);
  }

  /** Numbers are named by their outermost typedef, so that an NTSTATUS stays an NTSTATUS. */
  private static CType called(CType type, Token name) {
    if (type instanceof CType.Scalar scalar
        && scalar.kind() != CType.Scalar.Kind.NONE
        && !scalar.name().equals("NTSTATUS")) {
      return new CType.Scalar(name.text(), scalar.kind(), scalar.size(), scalar.alignment());
    }
    return type;
  }

  /** The names that a faulty declaration would have declared. */
  private static Set<String> declared(List<Token> tokens) {
    Set<String> names = new LinkedHashSet<>();
    boolean isTypedef = tokens.get(0).is("typedef");
    int depth = 0;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token token = tokens.get(i);
      Token next = tokens.get(i + 1);
      boolean ends = next.is(";") || next.is(",") || next.is("[") || next.is(")");
      boolean isName = next.is("{") || (isTypedef && depth == 0 && ends);
      boolean isPointer =
          isTypedef && i > 0 && depth == 1 && tokens.get(i - 1).is("*") && next.is(")");
      if (token.isIdentifier() && (isName || isPointer)) {
        names.add(token.text());
      }
      depth += TokenList.depthOf(token);
    }
    return names;
  }

  private static List<String> mentioned(List<Token> tokens) {
    List<String> names = new ArrayList<>();
    for (Token token : tokens) {
      if (token.isIdentifier()) {
        names.add(token.text());
      }
    }
    return names;
  }

  CType type(String name) throws UnknownTypeException {
    try {
      return scope.find(name, file).complete(new SourceLocation(file, 1, 1)).type();
    } catch (UnknownTypeException e) {
      throw lasting(e);
    }
  }

  /** The reason why tokens were excluded is more helpful than "not found". */
  private UnknownTypeException lasting(UnknownTypeException fault) {
    boolean isMissing = fault.getMessage().startsWith(file + ": no ");
    Doubt doubt = words.lasting() == null ? words.undecided() : words.lasting();
    return isMissing && doubt != null ? fault(doubt) : fault;
  }

  /** The constants of an enumeration, with a common prefix, or of one name. */
  Map<Long, String> constants(String name) throws UnknownTypeException {
    Map<Long, String> found = new LinkedHashMap<>();
    if (name.endsWith("*")) {
      add(found, name.substring(0, name.length() - 1));
    } else if (scope.isType(name) || !words.macros().containsKey(name)) {
      if (type(name) instanceof CType.Enumeration enumeration) {
        return enumeration.constants();
      }
    } else {
      addMacro(found, words.macros().get(name));
    }
    if (found.isEmpty()) {
      throw lasting(scope.unknown(name, "constant", file));
    }
    return found;
  }

  private void add(Map<Long, String> found, String beginning) {
    scope
        .constants()
        .forEach(
            (name, value) -> {
              if (name.startsWith(beginning)) {
                found.putIfAbsent(value.value(), name);
              }
            });
    for (Macro macro : words.macros().values()) {
      if (macro.isOwn() && macro.name().startsWith(beginning)) {
        addMacro(found, macro);
      }
    }
  }

  private void addMacro(Map<Long, String> found, Macro macro) {
    if (macro.isFunction() || macro.body().isEmpty() || macro.doubt() != null) {
      return;
    }
    try {
      List<Token> body = words.expand(macro.body());
      TokenList tokens = new TokenList(body, macro.body().get(0).location());
      Constant value = types.constant(tokens);
      if (tokens.peek().isEnd()) {
        found.putIfAbsent(value.value(), macro.name());
      }
    } catch (UnknownTypeException e) {
      // Text, a type or a function: not a constant, and therefore not a match.
    }
  }
}
