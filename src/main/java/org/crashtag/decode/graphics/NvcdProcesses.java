package org.crashtag.decode.graphics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.crashtag.bytes.Bytes;
import org.crashtag.decode.Coverage;

/**
 * The processes named by records of an NVCD blob, and the memory that they seem to hold.
 *
 * <pre>
 * 2/21, 152: 0x04 u32 handle of the client  0x10 u64 key  0x28 char image[112], residue after its NUL
 * 2/22,  72: 0x10 u64 key of its client  0x18 u64 key of the device
 * 2/25,  40: 0x10 u64 key of an allocation  0x18 u64 key of the device
 * 2/6,  104: 0x08 u64 key of the allocation  0x20 u64 bytes
 * </pre>
 *
 * <p>The meaning of the records is inferred from the keys that they share; no source documents it.
 * Keys are kernel addresses: they link records and are not shown. Source: measured (30 blobs).
 */
final class NvcdProcesses {
  private static final int CLIENT = 21;
  private static final int CLIENT_BYTES = 152;
  private static final int DEVICE = 22;
  private static final int DEVICE_BYTES = 72;
  private static final int OPENED = 25;
  private static final int OPENED_BYTES = 40;
  private static final int ALLOCATION = 6;
  private static final int ALLOCATION_BYTES = 104;

  private static final int HANDLE = 0x04;
  private static final int KEY = 0x10;
  private static final int OTHER_KEY = 0x18;
  private static final int IMAGE = 0x28;
  private static final int IMAGE_BYTES = 112;
  private static final int ALLOCATION_KEY = 0x08;
  private static final int SIZE = 0x20;

  /**
   * A device belongs to one client, so each allocation is counted about once. Blobs in which
   * clients share devices are crafted to cause excessive work.
   */
  private static final int MOST_COUNTED = 1 << 22;

  private final Bytes blob;
  private final Coverage coverage;
  private final Places clients = new Places();
  private final Places devices = new Places();
  private final Places opened = new Places();
  private final Map<Long, Long> bytesOfAllocations = new HashMap<>();
  private long counted;

  /** What the devices of a client hold; see {@link NvidiaProcess}. */
  private record Held(long devices, Long allocations, Long bytes) {}

  /** Offsets of records in the blob. */
  private static final class Places {
    private int[] at = new int[16];
    private int count;

    void add(int place) {
      if (count == at.length) {
        at = Arrays.copyOf(at, 2 * count);
      }
      at[count++] = place;
    }
  }

  /** Groups of numbers, stored as sorted pairs of group and member. */
  private static final class Groups {
    private final long[] pairs;
    private int count;

    Groups(int most) {
      pairs = new long[most];
    }

    /**
     * @param group group; null adds nothing
     */
    void add(Integer group, int member) {
      if (group != null) {
        pairs[count++] = ((long) group << Integer.SIZE) | member;
      }
    }

    Groups sorted() {
      Arrays.sort(pairs, 0, count);
      return this;
    }

    int size(int group) {
      return from(group + 1) - from(group);
    }

    /** Visits each member of a group once. */
    int[] of(int group) {
      return Arrays.stream(pairs, from(group), from(group + 1))
          .mapToInt(pair -> (int) pair)
          .distinct()
          .toArray();
    }

    private int from(int group) {
      int found = Arrays.binarySearch(pairs, 0, count, (long) group << Integer.SIZE);
      int from = found < 0 ? -found - 1 : found;
      while (from > 0 && pairs[from - 1] == (long) group << Integer.SIZE) {
        from--;
      }
      return from;
    }
  }

  NvcdProcesses(Bytes blob, Coverage coverage) {
    this.blob = blob;
    this.coverage = coverage;
  }

  /** Receives a record of the display driver and uses it if relevant. */
  void add(int type, int at, int bytes) {
    if (type == CLIENT && bytes == CLIENT_BYTES) {
      clients.add(at);
    } else if (type == DEVICE && bytes == DEVICE_BYTES) {
      devices.add(at);
      coverage.decoded(2 * Long.BYTES);
    } else if (type == OPENED && bytes == OPENED_BYTES) {
      opened.add(at);
      coverage.decoded(2 * Long.BYTES);
    } else if (type == ALLOCATION && bytes == ALLOCATION_BYTES) {
      bytesOfAllocations.putIfAbsent(blob.i64(at + ALLOCATION_KEY), blob.i64(at + SIZE));
      coverage.decoded(2 * Long.BYTES);
    }
  }

  /** Yields the processes in blob order; false if some could not be counted. */
  boolean give(Consumer<NvidiaProcess> taker) {
    Map<Long, Integer> clientNumbers = numbers(clients, KEY);
    Map<Long, Integer> deviceNumbers = numbers(devices, OTHER_KEY);
    Groups devicesOfClients = new Groups(devices.count);
    for (int i = 0; i < devices.count; i++) {
      int device = deviceNumbers.get(blob.i64(devices.at[i] + OTHER_KEY));
      devicesOfClients.add(clientNumbers.get(blob.i64(devices.at[i] + KEY)), device);
    }
    Groups openedOfDevices = new Groups(opened.count);
    for (int i = 0; i < opened.count; i++) {
      openedOfDevices.add(deviceNumbers.get(blob.i64(opened.at[i] + OTHER_KEY)), opened.at[i]);
    }
    return give(clientNumbers, devicesOfClients.sorted(), openedOfDevices.sorted(), taker);
  }

  private Map<Long, Integer> numbers(Places places, int key) {
    Map<Long, Integer> numbers = new HashMap<>();
    for (int i = 0; i < places.count; i++) {
      numbers.putIfAbsent(blob.i64(places.at[i] + key), numbers.size());
    }
    return numbers;
  }

  private boolean give(
      Map<Long, Integer> numbers,
      Groups devicesOfClients,
      Groups openedOfDevices,
      Consumer<NvidiaProcess> taker) {
    Held[] held = new Held[numbers.size()];
    boolean all = true;
    for (int i = 0; i < clients.count; i++) {
      int at = clients.at[i];
      int number = numbers.get(blob.i64(at + KEY));
      if (held[number] == null) {
        held[number] = held(devicesOfClients.of(number), openedOfDevices);
      }
      all &= held[number].allocations != null;
      give(at, held[number], taker);
    }
    return all;
  }

  private void give(int at, Held held, Consumer<NvidiaProcess> taker) {
    String image = blob.text(at + IMAGE, IMAGE_BYTES);
    coverage.decoded(Integer.BYTES + Long.BYTES + Math.min(image.length() + 1, IMAGE_BYTES));
    String handle = "0x" + HexFormat.of().toHexDigits(blob.i32(at + HANDLE));
    taker.accept(new NvidiaProcess(handle, image, held.devices, held.allocations, held.bytes));
  }

  private Held held(int[] devicesOfOne, Groups openedOfDevices) {
    long[] keys = new long[16];
    int count = 0;
    for (int device : devicesOfOne) {
      counted += openedOfDevices.size(device);
      if (counted > MOST_COUNTED) {
        return new Held(devicesOfOne.length, null, null);
      }
      for (int at : openedOfDevices.of(device)) {
        keys = count == keys.length ? Arrays.copyOf(keys, 2 * count) : keys;
        keys[count++] = blob.i64(at + KEY);
      }
    }
    return sum(devicesOfOne.length, Arrays.stream(keys, 0, count).sorted().distinct().toArray());
  }

  private Held sum(long devicesOfOne, long[] allocations) {
    long bytes = 0;
    boolean fits = true;
    for (long key : allocations) {
      long before = bytes;
      bytes += bytesOfAllocations.getOrDefault(key, 0L);
      fits &= Long.compareUnsigned(bytes, before) >= 0;
    }
    return new Held(devicesOfOne, (long) allocations.length, fits ? (Long) bytes : null);
  }
}
