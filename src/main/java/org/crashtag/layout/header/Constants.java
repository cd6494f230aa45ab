package org.crashtag.layout.header;

import org.crashtag.layout.CType;
import org.crashtag.layout.UnknownTypeException;
import org.crashtag.layout.header.Type.Laid;

/** Resolves names and types in constant expressions. */
final class Constants implements ConstantExpression.Names {
  private final TypeParser types;
  private final Scope scope;

  Constants(TypeParser types, Scope scope) {
    this.types = types;
    this.scope = scope;
  }

  @Override
  public boolean isType(TokenList tokens, int ahead) {
    return types.startsType(tokens.peek(ahead));
  }

  @Override
  public Constant name(TokenList tokens, boolean counts) throws UnknownTypeException {
    Token name = tokens.next();
    return switch (name.text()) {
      case "sizeof" -> size(sizeOf(tokens));
      case "_Alignof", "__alignof", "alignof" -> size(inParentheses(tokens).type().alignment());
      case "__builtin_offsetof", "offsetof", "FIELD_OFFSET", "UFIELD_OFFSET" -> offset(tokens);
      case "RTL_FIELD_SIZE", "FIELD_SIZE" -> size(field(tokens).type().size());
      default -> {
        Constant value = scope.constant(name.text());
        if (value == null) {
          throw scope.unknown(name.text(), "constant", name.location().toString());
        }
        yield value;
      }
    };
  }

  private Constant size(long bytes) {
    return Constant.of(bytes, 8 * types.pointerBytes(), true);
  }

  private long sizeOf(TokenList tokens) throws UnknownTypeException {
    if (tokens.peek().kind() == Token.Kind.STRING) {
      return Literals.stringBytes(tokens.next());
    }
    if (isMemberAccess(tokens)) {
      return memberSize(tokens);
    }
    return inParentheses(tokens).type().size();
  }

  private Laid inParentheses(TokenList tokens) throws UnknownTypeException {
    tokens.expect("(");
    Laid laid =
        tokens.peek().kind() == Token.Kind.STRING
            ? Laid.of(
                new CType.Scalar(
                    "", CType.Scalar.Kind.CHARACTER, Literals.stringBytes(tokens.next()), 1))
            : types.typeName(tokens).complete(tokens.peek().location());
    tokens.expect(")");
    return laid;
  }

  /** Whether it is {@code (((type *)0)->member)}, with or without the outer parentheses. */
  private boolean isMemberAccess(TokenList tokens) {
    int open = 0;
    while (tokens.peek(open).is("(")) {
      open++;
    }
    return open >= 2 && types.startsType(tokens.peek(open));
  }

  private long memberSize(TokenList tokens) throws UnknownTypeException {
    boolean isOuter = tokens.peek(2).is("(");
    if (isOuter) {
      tokens.next();
    }
    tokens.expect("(");
    tokens.expect("(");
    Type of = types.base(tokens).type();
    tokens.expect("*");
    tokens.expect(")");
    Token zero = tokens.next();
    if (!zero.text().equals("0") && !zero.text().equals("NULL")) {
      throw zero.location().fault("expected 0, not " + zero.shown());
    }
    tokens.expect(")");
    tokens.expect("->");
    long size = designated(tokens, of.complete(zero.location()), zero).type().size();
    if (isOuter) {
      tokens.expect(")");
    }
    return size;
  }

  private Constant offset(TokenList tokens) throws UnknownTypeException {
    return size(field(tokens).offset());
  }

  /** Parses {@code (type, member)}. */
  private CType.Field field(TokenList tokens) throws UnknownTypeException {
    tokens.expect("(");
    Token start = tokens.peek();
    Laid laid = types.typeName(tokens).complete(start.location());
    tokens.expect(",");
    CType.Field field = designated(tokens, laid, start);
    tokens.expect(")");
    return field;
  }

  /** Finds a nested member, with its offset from the outermost structure. */
  private static CType.Field designated(TokenList tokens, Laid laid, Token start)
      throws UnknownTypeException {
    CType.Field found = new CType.Field("", laid.type(), 0);
    do {
      Token name = tokens.next();
      CType.Field inner =
          found.type() instanceof CType.Structure structure ? find(structure, name.text()) : null;
      if (inner == null || inner.isBitField()) {
        throw (name.isEnd() ? start : name)
            .location()
            .fault(found.type().name() + " has no member " + name.shown() + " that has an address");
      }
      found = new CType.Field(name.text(), inner.type(), found.offset() + inner.offset());
      while (tokens.isAt("[")) {
        found = element(tokens, found);
      }
    } while (tokens.take("."));
    return found;
  }

  private static CType.Field element(TokenList tokens, CType.Field array)
      throws UnknownTypeException {
    Token open = tokens.next();
    long index = Literals.number(tokens.next()).value();
    tokens.expect("]");
    if (array.type() instanceof CType.Array of && index >= 0 && index <= of.count()) {
      long offset = array.offset() + index * of.element().size();
      return new CType.Field(array.name(), of.element(), offset);
    }
    throw open.location().fault(array.name() + " has no element " + index);
  }

  /** Finds a member, also in anonymous structures; null if there is none. */
  private static CType.Field find(CType.Structure structure, String name) {
    for (CType.Field field : structure.fields()) {
      if (field.name().equals(name)) {
        return field;
      }
      if (field.name().isEmpty() && field.type() instanceof CType.Structure inner) {
        CType.Field found = find(inner, name);
        if (found != null) {
          return new CType.Field(
              name,
              found.type(),
              field.offset() + found.offset(),
              found.bitPosition(),
              found.bits());
        }
      }
    }
    return null;
  }

  @Override
  public Constant cast(TokenList tokens, ConstantExpression.Cast operand)
      throws UnknownTypeException {
    Token start = tokens.peek();
    CType type = types.typeName(tokens).complete(start.location()).type();
    tokens.expect(")");
    Constant value = operand.value();
    if (type instanceof CType.Scalar scalar && scalar.kind() != CType.Scalar.Kind.FLOAT) {
      boolean isSigned =
          scalar.kind() == CType.Scalar.Kind.SIGNED || scalar.kind() == CType.Scalar.Kind.CHARACTER;
      return value.cast(type.size(), !isSigned);
    }
    if (type instanceof CType.Pointer || type instanceof CType.Enumeration) {
      return value.cast(type.size(), type instanceof CType.Pointer);
    }
    throw start.location().fault("a constant can't be of type " + type.name());
  }
}
