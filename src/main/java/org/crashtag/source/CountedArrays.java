package org.crashtag.source;

import org.tukaani.xz.ArrayCache;

/** Allocates and counts the xz library's memory. */
final class CountedArrays extends ArrayCache {
  private final Budget budget;

  CountedArrays(Budget budget) {
    this.budget = budget;
  }

  @Override
  public byte[] getByteArray(int size, boolean fillWithZeros) {
    budget.takeMemory(size);
    return new byte[size];
  }

  @Override
  public void putArray(byte[] array) {
    budget.takeMemory(-array.length);
  }
}
