package org.crashtag.layout.header;

import java.util.List;
import org.crashtag.layout.UnknownTypeException;

/** Evaluates constant expressions as a compiler or preprocessor does. */
final class ConstantExpression {
  /** Resolves the names and types in an expression. */
  interface Names {
    /** The value of a name, which is the next token; consumes it. */
    Constant name(TokenList tokens, boolean counts) throws UnknownTypeException;

    /** Whether a type name starts this many tokens ahead. */
    boolean isType(TokenList tokens, int ahead) throws UnknownTypeException;

    /** The conversion that {@code (type)} performs; consumes the tokens from the type name on. */
    Constant cast(TokenList tokens, Cast operand) throws UnknownTypeException;
  }

  /** Evaluates the operand of a cast. */
  interface Cast {
    Constant value() throws UnknownTypeException;
  }

  /** Binary operators, in ascending order of precedence. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("||"),
          List.of("&&"),
          List.of("|"),
          List.of("^"),
          List.of("&"),
          List.of("==", "!="),
          List.of("<", ">", "<=", ">="),
          List.of("<<", ">>"),
          List.of("+", "-"),
          List.of("*", "/", "%"));

  private final TokenList tokens;
  private final Names names;

  /** Width of numbers: 64 in the preprocessor, otherwise 0. */
  private final int leastBits;

  private final Nesting nesting;

  private ConstantExpression(TokenList tokens, Names names, Nesting nesting, int leastBits) {
    this.tokens = tokens;
    this.names = names;
    this.nesting = nesting;
    this.leastBits = leastBits;
  }

  /** Evaluates an array bound or similar; stops before the first token that cannot belong to it. */
  static Constant of(TokenList tokens, Names names, Nesting nesting) throws UnknownTypeException {
    return new ConstantExpression(tokens, names, nesting, 0).conditional(true);
  }

  /** Evaluates the condition of {@code #if}, in which all numbers have 64 bits. */
  static Constant ofCondition(TokenList tokens, Names names) throws UnknownTypeException {
    Constant value = new ConstantExpression(tokens, names, new Nesting(), 64).conditional(true);
    if (!tokens.peek().isEnd()) {
      throw tokens.fault(tokens.peek().shown() + " is not allowed in a condition");
    }
    return value;
  }

  private Constant conditional(boolean counts) throws UnknownTypeException {
    nesting.enter(tokens.peek());
    try {
      return conditionalInside(counts);
    } finally {
      nesting.leave();
    }
  }

  private Constant conditionalInside(boolean counts) throws UnknownTypeException {
    Constant condition = binary(0, counts);
    if (tokens.take("?")) {
      Constant yes = conditional(counts && condition.isTrue());
      tokens.expect(":");
      Constant no = conditional(counts && !condition.isTrue());
      Constant chosen = condition.isTrue() ? yes : no;
      condition = common(chosen, condition.isTrue() ? no : yes);
    }
    return condition;
  }

  private Constant binary(int level, boolean counts) throws UnknownTypeException {
    if (level == LEVELS.size()) {
      return unary(counts);
    }
    Constant left = binary(level + 1, counts);
    while (LEVELS.get(level).stream().anyMatch(tokens::isAt)) {
      Token operator = tokens.next();
      left =
          switch (operator.text()) {
            case "||" -> {
              Constant right = binary(level + 1, counts && !left.isTrue());
              yield Constant.ofBoolean(left.isTrue() || right.isTrue());
            }
            case "&&" -> {
              Constant right = binary(level + 1, counts && left.isTrue());
              yield Constant.ofBoolean(left.isTrue() && right.isTrue());
            }
            default -> apply(operator, left, binary(level + 1, counts), counts);
          };
    }
    return left;
  }

  /** Converts the first value to the common type of both operands. */
  private static Constant common(Constant value, Constant other) {
    boolean isUnsigned =
        value.bits() == other.bits()
            ? value.isUnsigned() || other.isUnsigned()
            : (value.bits() > other.bits() ? value : other).isUnsigned();
    return Constant.of(value.value(), Math.max(value.bits(), other.bits()), isUnsigned);
  }

  private static Constant apply(Token operator, Constant one, Constant two, boolean counts)
      throws UnknownTypeException {
    if (operator.is("<<") || operator.is(">>")) {
      return shift(operator, one, two, counts);
    }
    Constant type = common(one, two);
    long left = type.value();
    long right = common(two, one).value();
    boolean isUnsigned = type.isUnsigned();
    int order = isUnsigned ? Long.compareUnsigned(left, right) : Long.compare(left, right);
    return switch (operator.text()) {
      case "==" -> Constant.ofBoolean(order == 0);
      case "!=" -> Constant.ofBoolean(order != 0);
      case "<" -> Constant.ofBoolean(order < 0);
      case ">" -> Constant.ofBoolean(order > 0);
      case "<=" -> Constant.ofBoolean(order <= 0);
      case ">=" -> Constant.ofBoolean(order >= 0);
      default -> {
        long value = arithmetic(operator, left, right, isUnsigned, counts);
        Constant result = Constant.of(value, type.bits(), isUnsigned);
        if (counts && !isUnsigned && overflows(operator, left, right, result)) {
          throw operator.location().fault("the result is too large for its type");
        }
        yield result;
      }
    };
  }

  private static boolean overflows(Token operator, long left, long right, Constant result) {
    try {
      long exact =
          switch (operator.text()) {
            case "+" -> Math.addExact(left, right);
            case "-" -> Math.subtractExact(left, right);
            case "*" -> Math.multiplyExact(left, right);
            default -> result.value();
          };
      return exact != result.value();
    } catch (ArithmeticException e) {
      return true;
    }
  }

  private static long arithmetic(
      Token operator, long left, long right, boolean isUnsigned, boolean counts)
      throws UnknownTypeException {
    boolean divides = operator.is("/") || operator.is("%");
    if (divides && right == 0) {
      if (counts) {
        throw operator.location().fault("division by zero");
      }
      return 0;
    }
    return switch (operator.text()) {
      case "|" -> left | right;
      case "^" -> left ^ right;
      case "&" -> left & right;
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> isUnsigned ? Long.divideUnsigned(left, right) : left / right;
      case "%" -> isUnsigned ? Long.remainderUnsigned(left, right) : left % right;
      default -> throw operator.location().fault(operator.shown() + " isn't known");
    };
  }

  private static Constant shift(Token operator, Constant one, Constant two, boolean counts)
      throws UnknownTypeException {
    if (two.value() < 0 || two.value() >= one.bits()) {
      if (counts) {
        throw operator
            .location()
            .fault("a shift by " + two.value() + " of " + one.bits() + " bits");
      }
      return one;
    }
    int by = (int) two.value();
    long value =
        operator.is("<<")
            ? one.value() << by
            : one.isUnsigned() ? one.value() >>> by : one.value() >> by;
    return Constant.of(value, one.bits(), one.isUnsigned());
  }

  private Constant unary(boolean counts) throws UnknownTypeException {
    nesting.enter(tokens.peek());
    try {
      return unaryInside(counts);
    } finally {
      nesting.leave();
    }
  }

  private Constant unaryInside(boolean counts) throws UnknownTypeException {
    if (tokens.take("+")) {
      return unary(counts);
    }
    if (tokens.take("-")) {
      Constant value = unary(counts);
      return Constant.of(-value.value(), value.bits(), value.isUnsigned());
    }
    if (tokens.take("~")) {
      Constant value = unary(counts);
      return Constant.of(~value.value(), value.bits(), value.isUnsigned());
    }
    if (tokens.take("!")) {
      return Constant.ofBoolean(!unary(counts).isTrue());
    }
    if (tokens.isAt("(") && names.isType(tokens, 1)) {
      tokens.next();
      return names.cast(tokens, () -> unary(counts));
    }
    if (tokens.take("(")) {
      Constant value = conditional(counts);
      tokens.expect(")");
      return value;
    }
    return primary(counts);
  }

  private Constant primary(boolean counts) throws UnknownTypeException {
    Token token = tokens.peek();
    Constant value =
        switch (token.kind()) {
          case NUMBER -> Literals.number(tokens.next());
          case CHARACTER -> Literals.character(tokens.next());
          case IDENTIFIER -> names.name(tokens, counts);
          case STRING, PUNCTUATOR, FAULT, END ->
              throw tokens.fault("expected a number, not " + token.shown());
        };
    boolean widens = value.bits() < leastBits;
    return widens ? Constant.of(value.value(), leastBits, value.isUnsigned()) : value;
  }
}
