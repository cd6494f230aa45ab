package org.crashtag.layout.header;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Type.Laid;
import org.crashtag.layout.header.Type.Tag;
import org.crashtag.layout.header.TypeParser.Base;

/** Parses structures, unions and enumerations. */
final class AggregateParser {
  private static final Set<String> KEYWORDS = Set.of("struct", "union", "enum");
  private static final Set<String> ASSERTIONS =
      Set.of("_Static_assert", "static_assert", "C_ASSERT");

  private final TypeParser types;
  private final Scope scope;
  private final Nesting nesting;

  AggregateParser(TypeParser types, Scope scope, Nesting nesting) {
    this.nesting = nesting;
    this.types = types;
    this.scope = scope;
  }

  static boolean starts(Token token) {
    return token.isIdentifier() && KEYWORDS.contains(token.text());
  }

  /** Parses from the keyword on. */
  Tag parse(TokenList tokens) throws UnknownTypeException {
    nesting.enter(tokens.peek());
    try {
      return parseInside(tokens);
    } finally {
      nesting.leave();
    }
  }

  private Tag parseInside(TokenList tokens) throws UnknownTypeException {
    Token keyword = tokens.next();
    int alignment = attributes(tokens);
    Token name = tokens.peek().isIdentifier() ? tokens.next() : null;
    alignment = Math.max(alignment, attributes(tokens));
    boolean isEnumeration = keyword.is("enum");
    CType.Scalar storedAs = isEnumeration ? storage(tokens) : null;
    Tag tag;
    if (!tokens.isAt("{")) {
      if (name == null) {
        throw tokens.fault("expected a name or \"{\" after \"" + keyword.text() + "\"");
      }
      tag = scope.tag(keyword.text(), name);
    } else {
      tag =
          name == null
              ? new Tag(keyword.text(), "", keyword.location(), scope.isOwn())
              : scope.newTag(keyword.text(), name);
      String called = name == null ? "" : name.text();
      tag.define(
          isEnumeration
              ? enumeration(tokens, called, storedAs)
              : structure(tokens, keyword, called, alignment));
    }
    return tag;
  }

  private int attributes(TokenList tokens) throws UnknownTypeException {
    Annotations.skip(tokens);
    int alignment = types.alignment(tokens);
    Annotations.skip(tokens);
    return alignment;
  }

  private CType.Scalar storage(TokenList tokens) throws UnknownTypeException {
    if (!tokens.isAt(":") || !types.startsType(tokens.peek(1))) {
      return Scalars.INT;
    }
    Token colon = tokens.next();
    Laid laid = types.base(tokens).type().complete(colon.location());
    if (laid.type() instanceof CType.Scalar scalar && scalar.kind() != CType.Scalar.Kind.FLOAT) {
      return scalar;
    }
    throw colon.location().fault("the underlying type of an enumeration must be an integer");
  }

  private Laid enumeration(TokenList tokens, String name, CType.Scalar storedAs)
      throws UnknownTypeException {
    Map<Long, String> constants = new LinkedHashMap<>();
    Constant next = Constant.ofInt(0);
    tokens.expect("{");
    while (!tokens.take("}")) {
      Token constant = tokens.next();
      if (!constant.isIdentifier()) {
        throw constant.location().fault("expected the name of a constant, not " + constant.shown());
      }
      if (tokens.take("=")) {
        next = types.constant(tokens);
      }
      next = stored(next, storedAs, constant);
      scope.constant(constant, next);
      constants.putIfAbsent(next.value(), constant.text());
      next = Constant.of(next.value() + 1, next.bits(), next.isUnsigned());
      if (!tokens.isAt("}")) {
        tokens.expect(",");
      }
    }
    CType.Enumeration enumeration = new CType.Enumeration(name, storedAs, constants);
    return Laid.of(enumeration);
  }

  /** The value that a compiler stores: 32 bits unless another type is named. */
  private static Constant stored(Constant value, CType.Scalar storedAs, Token constant)
      throws UnknownTypeException {
    boolean isUnsigned = storedAs.kind() != CType.Scalar.Kind.SIGNED;
    Constant kept = value.cast(storedAs.size(), isUnsigned);
    long most = storedAs.size() == 8 ? -1 : (1L << (8 * storedAs.size())) - 1;
    boolean isPlain = kept.value() == value.value();
    if (!isPlain && (value.value() < 0 || value.value() > most)) {
      throw constant.location().fault(constant.text() + " is too large for its enumeration");
    }
    return kept;
  }

  private Laid structure(TokenList tokens, Token keyword, String name, int alignment)
      throws UnknownTypeException {
    int packing = tokens.next().context().packing();
    StructureLayout layout =
        new StructureLayout(keyword.is("union"), packing, types.pointerBytes());
    Set<String> names = new HashSet<>();
    while (!tokens.take("}")) {
      if (tokens.peek().isIdentifier() && ASSERTIONS.contains(tokens.peek().text())) {
        tokens.next();
        tokens.skipGroup();
        tokens.expect(";");
      } else if (!tokens.take(";")) {
        members(tokens, layout, names);
      }
    }
    return layout.finish(keyword, name, alignment);
  }

  private void members(TokenList tokens, StructureLayout layout, Set<String> names)
      throws UnknownTypeException {
    Token start = tokens.peek();
    Base base = types.base(tokens);
    if (base.isTypedef()) {
      throw start.location().fault("typedef is not allowed in a structure");
    }
    if (tokens.take(";")) {
      anonymous(start, base, layout);
      return;
    }
    do {
      member(tokens, base, layout, names);
    } while (tokens.take(","));
    tokens.expect(";");
  }

  /** An anonymous structure, whose members belong to the enclosing type. */
  private static void anonymous(Token start, Base base, StructureLayout layout)
      throws UnknownTypeException {
    if (base.type() instanceof Tag tag && tag.keyword().equals("enum")) {
      return;
    }
    Laid laid = base.type().complete(start.location());
    if (!(laid.type() instanceof CType.Structure)) {
      throw start.location().fault("member without a name");
    }
    layout.add(start, "", laid, base.alignment());
  }

  private void member(TokenList tokens, Base base, StructureLayout layout, Set<String> names)
      throws UnknownTypeException {
    if (tokens.isAt(":")) {
      Token colon = tokens.next();
      bits(tokens, colon, "", base.type().complete(colon.location()), base.alignment(), layout);
      return;
    }
    Declarator declarator = types.declarator(tokens, false);
    Token name = declarator.name();
    if (!names.add(name.text())) {
      throw name.location().fault("duplicate member " + name.text());
    }
    Laid laid = types.type(base.type(), declarator, name).complete(name.location());
    int alignment = Math.max(base.alignment(), declarator.alignment());
    if (tokens.take(":")) {
      bits(tokens, name, name.text(), laid, alignment, layout);
    } else {
      layout.add(name, name.text(), laid, alignment);
    }
  }

  private void bits(
      TokenList tokens, Token name, String called, Laid laid, int alignment, StructureLayout layout)
      throws UnknownTypeException {
    long bits = types.constant(tokens).value();
    boolean isWhole =
        laid.type() instanceof CType.Enumeration
            || (laid.type() instanceof CType.Scalar scalar
                && scalar.kind() != CType.Scalar.Kind.FLOAT);
    if (!isWhole) {
      throw name.location().fault("a bit-field must have an integer type");
    }
    boolean isSmall = laid.type() instanceof CType.Scalar scalar && scalar.name().equals("_Bool");
    long most = isSmall ? 8 : 8 * laid.type().size();
    if (bits < 0 || bits > most || (bits == 0 && !called.isEmpty())) {
      throw name.location().fault("a bit-field of " + bits + " bits in a type of " + most);
    }
    layout.addBits(name, called, laid, (int) bits, alignment);
  }
}
