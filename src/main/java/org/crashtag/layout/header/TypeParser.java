package org.crashtag.layout.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Declarator.Address;
import org.crashtag.layout.header.Declarator.Bound;
import org.crashtag.layout.header.Declarator.Modifier;
import org.crashtag.layout.header.Type.Laid;

/** Parses type specifiers and declarators. */
final class TypeParser {
  private static final Set<String> STORAGE =
      Set.of("extern", "static", "register", "auto", "inline", "__inline", "__forceinline");
  private static final Set<String> QUALIFIERS =
      Set.of(
          "const",
          "volatile",
          "restrict",
          "__restrict",
          "__const",
          "__volatile__",
          "__w64",
          "__extension__",
          "__sptr",
          "__uptr");
  private static final Set<String> CONVENTIONS =
      Set.of(
          "__cdecl",
          "__stdcall",
          "__fastcall",
          "__vectorcall",
          "__thiscall",
          "__clrcall",
          "_cdecl",
          "_stdcall",
          "_fastcall");
  private static final int MOST_ALIGNMENT = 8192;

  private final Scope scope;
  private final Architecture architecture;
  private final AggregateParser aggregates;
  private final Constants constants;
  private final Nesting nesting = new Nesting();

  TypeParser(Scope scope, Architecture architecture) {
    this.scope = scope;
    this.architecture = architecture;
    aggregates = new AggregateParser(this, scope, nesting);
    constants = new Constants(this, scope);
  }

  int pointerBytes() {
    return architecture.pointerBytes();
  }

  /** Evaluates the number that follows. */
  Constant constant(TokenList tokens) throws UnknownTypeException {
    return ConstantExpression.of(tokens, constants, nesting);
  }

  /**
   * The specifiers that precede declarators.
   *
   * @param alignment requested by the declaration; 0 if none
   */
  record Base(Type type, boolean isTypedef, int alignment) {}

  /** Whether a type starts at a token. */
  boolean startsType(Token token) {
    return token.isIdentifier()
        && (Scalars.isWord(token.text())
            || AggregateParser.starts(token)
            || QUALIFIERS.contains(token.text())
            || scope.isType(token.text()));
  }

  /** Parses the specifiers before declarators. */
  Base base(TokenList tokens) throws UnknownTypeException {
    List<String> words = new ArrayList<>();
    Type type = null;
    boolean isTypedef = false;
    int alignment = 0;
    Token start = tokens.peek();
    while (true) {
      Annotations.skip(tokens);
      Token token = tokens.peek();
      String text = token.isIdentifier() ? token.text() : "";
      if (text.equals("typedef")) {
        isTypedef = true;
        tokens.next();
      } else if (STORAGE.contains(text) || isPassed(text)) {
        tokens.next();
      } else if (Attributes.starts(token)) {
        alignment = Math.max(alignment, alignment(tokens));
      } else if (AggregateParser.starts(token) && type == null && words.isEmpty()) {
        type = aggregates.parse(tokens);
      } else if (type == null && Scalars.isWord(text)) {
        words.add(tokens.next().text());
      } else if (type == null && words.isEmpty() && token.isIdentifier()) {
        type = scope.type(tokens.next());
      } else {
        return new Base(type == null ? scalar(start, tokens, words) : type, isTypedef, alignment);
      }
    }
  }

  private static boolean isPassed(String text) {
    return QUALIFIERS.contains(text) || CONVENTIONS.contains(text) || text.equals("__unaligned");
  }

  private static Type scalar(Token start, TokenList tokens, List<String> words)
      throws UnknownTypeException {
    CType.Scalar scalar = Scalars.of(words);
    if (scalar != null) {
      return Laid.of(scalar);
    }
    throw words.isEmpty()
        ? tokens.fault("expected a type, not " + tokens.peek().shown())
        : start.location().fault("\"" + String.join(" ", words) + "\" is not a type");
  }

  /** The alignment that {@code __declspec} and similar attributes request; 0 if none. */
  int alignment(TokenList tokens) throws UnknownTypeException {
    int alignment = 0;
    while (Attributes.starts(tokens.peek())) {
      alignment = Math.max(alignment, Attributes.parse(tokens, this::alignmentValue));
    }
    return alignment;
  }

  private int alignmentValue(TokenList tokens) throws UnknownTypeException {
    Token start = tokens.peek();
    long value =
        startsType(start)
            ? typeName(tokens).complete(start.location()).type().alignment()
            : constant(tokens).value();
    if (value < 1 || value > MOST_ALIGNMENT || Long.bitCount(value) != 1) {
      throw start
          .location()
          .fault("an alignment of " + value + ", which is not a power of two up to 8192");
    }
    return (int) value;
  }

  /** Parses a type without a declared name, as in {@code sizeof}. */
  Type typeName(TokenList tokens) throws UnknownTypeException {
    Base base = base(tokens);
    Declarator declarator = declarator(tokens, true);
    return type(base.type(), declarator, tokens.peek());
  }

  /** Parses a declarator; the name may be missing if allowed. */
  Declarator declarator(TokenList tokens, boolean isAbstract) throws UnknownTypeException {
    nesting.enter(tokens.peek());
    try {
      return declaratorInside(tokens, isAbstract);
    } finally {
      nesting.leave();
    }
  }

  private Declarator declaratorInside(TokenList tokens, boolean isAbstract)
      throws UnknownTypeException {
    List<Modifier> pointers = new ArrayList<>();
    int alignment = 0;
    while (true) {
      Annotations.skip(tokens);
      String text = tokens.peek().text();
      if (tokens.take("*")) {
        pointers.add(new Address(pointerBytes()));
      } else if (text.equals("__ptr32") || text.equals("__ptr64")) {
        resize(pointers, tokens.next());
      } else if (isPassed(text)) {
        tokens.next();
      } else if (Attributes.starts(tokens.peek())) {
        alignment = Math.max(alignment, alignment(tokens));
      } else {
        break;
      }
    }
    List<Modifier> modifiers = new ArrayList<>();
    Token name = null;
    if (tokens.isAt("(") && !(isAbstract && endsOrTypes(tokens.peek(1)))) {
      tokens.next();
      Declarator inner = declarator(tokens, isAbstract);
      tokens.expect(")");
      name = inner.name();
      modifiers.addAll(inner.modifiers());
    } else if (tokens.peek().isIdentifier()) {
      name = tokens.next();
    } else if (!isAbstract) {
      throw tokens.fault("expected a name, not " + tokens.peek().shown());
    }
    suffixes(tokens, modifiers);
    java.util.Collections.reverse(pointers);
    modifiers.addAll(pointers);
    Annotations.skip(tokens);
    alignment = Math.max(alignment, alignment(tokens));
    return new Declarator(name, modifiers, alignment);
  }

  private boolean endsOrTypes(Token token) {
    return token.is(")") || startsType(token);
  }

  private static void resize(List<Modifier> pointers, Token word) throws UnknownTypeException {
    if (pointers.isEmpty()) {
      throw word.location().fault(word.shown() + " without a pointer");
    }
    pointers.set(pointers.size() - 1, new Address(word.is("__ptr32") ? 4 : 8));
  }

  private void suffixes(TokenList tokens, List<Modifier> modifiers) throws UnknownTypeException {
    while (true) {
      if (tokens.isAt("(")) {
        tokens.skipGroup();
        modifiers.add(new Declarator.Call());
      } else if (tokens.isAt("[")) {
        Token open = tokens.next();
        if (tokens.isAt("]")) {
          modifiers.add(new Bound(open, Constant.ofInt(0), true));
        } else {
          modifiers.add(new Bound(open, constant(tokens), false));
        }
        tokens.expect("]");
      } else {
        return;
      }
    }
  }

  /** Applies a declarator to a type. */
  Type type(Type base, Declarator declarator, Token where) throws UnknownTypeException {
    Type type = base;
    for (int i = declarator.modifiers().size() - 1; i >= 0; i--) {
      Modifier modifier = declarator.modifiers().get(i);
      if (modifier instanceof Address address) {
        type = Declarator.pointer(type, address.bytes(), where);
      } else if (modifier instanceof Bound bound) {
        type = Declarator.array(type, bound);
      } else {
        type = new Type.Function();
      }
    }
    return type;
  }
}
