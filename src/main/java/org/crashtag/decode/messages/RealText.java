package org.crashtag.decode.messages;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Formats floating-point numbers like {@code printf}, including {@code g}, which Java's formatter
 * lacks.
 */
final class RealText {
  private static final int NORMAL_PRECISION = 6;

  private RealText() {}

  /**
   * Formats a number without padding.
   *
   * @param conversion e, f, g or one of them in upper case
   * @param precision -1 if not specified
   */
  static String of(double value, char conversion, int precision) {
    String sign = value < 0 || 1 / value < 0 ? "-" : "";
    String text = sign + unsigned(Math.abs(value), Character.toLowerCase(conversion), precision);
    return Character.isUpperCase(conversion) ? text.toUpperCase(Locale.ROOT) : text;
  }

  private static String unsigned(double value, char conversion, int precision) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "nan" : "inf";
    }
    int digits = precision < 0 ? NORMAL_PRECISION : precision;
    BigDecimal exact = new BigDecimal(value);
    return switch (conversion) {
      case 'f' -> exact.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
      case 'e' -> scientific(exact, digits, false);
      default -> general(exact, Math.max(1, digits));
    };
  }

  private static String general(BigDecimal value, int digits) {
    BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    if (rounded.signum() == 0) {
      return "0";
    }
    int exponent = exponent(rounded);
    return exponent < -4 || exponent >= digits
        ? scientific(value, digits - 1, true)
        : rounded.stripTrailingZeros().toPlainString();
  }

  private static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  private static String scientific(BigDecimal value, int digits, boolean strip) {
    BigDecimal rounded = value.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    int exponent = value.signum() == 0 ? 0 : exponent(rounded);
    BigDecimal mantissa =
        rounded.movePointLeft(exponent).setScale(digits, RoundingMode.UNNECESSARY);
    return String.format(
        Locale.ROOT,
        "%se%s%02d",
        (strip ? mantissa.stripTrailingZeros() : mantissa).toPlainString(),
        exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }
}
