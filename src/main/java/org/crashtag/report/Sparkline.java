package org.crashtag.report;

import java.util.Arrays;

/**
 * Counts by week as the path of a small bar chart, {@value #HEIGHT} units high.
 *
 * @param path for SVG; empty if there is nothing to draw
 * @param width in units
 * @param most the largest count
 */
record Sparkline(String path, int width, long most) {
  static final int HEIGHT = 20;

  /**
   * A bar of full height stands for at least this many crashes, so that a single crash looks small.
   */
  private static final long LEAST_FULL = 4;

  /** From one bar to the next. */
  private static final int STEP = 3;

  static Sparkline of(long[] counts) {
    long most = Arrays.stream(counts).max().orElse(0);
    long full = Math.max(LEAST_FULL, most);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        long height = Math.max(1, Math.round((double) HEIGHT * counts[i] / full));
        path.append('M')
            .append(STEP * i + 1)
            .append(' ')
            .append(HEIGHT)
            .append("v-")
            .append(height);
      }
    }
    return new Sparkline(path.toString(), Math.max(1, STEP * counts.length - 1), most);
  }
}
