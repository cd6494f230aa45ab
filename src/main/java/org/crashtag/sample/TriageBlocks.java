package org.crashtag.sample;

import java.util.ArrayList;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;

/** Builds the blobs of triage blocks, as a list or with the blocks' bytes. */
public final class TriageBlocks {
  /** The tag of the list of blocks. */
  public static final Guid LIST = Guid.constant("2b4ae195-a64d-4f04-8ede-7e4f981bd42a");

  /** The tag of the list with the blocks' bytes. */
  public static final Guid DATA = Guid.constant("0d910545-e694-4b15-870c-01625fb32a6f");

  private final List<Component> components = new ArrayList<>();

  private record Component(String name, List<Block> blocks) {}

  /** A block of memory. */
  public record Block(long address, Bytes bytes) {
    /** A block with these bytes. */
    public Block(long address, byte[] bytes) {
      this(address, Bytes.of(bytes.clone()));
    }
  }

  /** Adds the blocks of a component of the kernel. */
  public TriageBlocks add(String component, List<Block> blocks) {
    components.add(new Component(component, List.copyOf(blocks)));
    return this;
  }

  /**
   * The list.
   *
   * <pre>
   * u32 n | u32 name bytes | n x {u64 address | u64 length} | name, NUL
   * </pre>
   */
  public byte[] toList() {
    Pen pen = new Pen(500);
    for (Component component : components) {
      pen.u32(component.blocks.size()).u32(component.name.length() + 1L);
      component.blocks.forEach(block -> pen.u64(block.address).u64(block.bytes.length()));
      pen.ascii(component.name).number(0, 1);
    }
    return pen.toBytes();
  }

  /**
   * The blocks with their bytes.
   *
   * <pre>
   * u32 24 | u16 1 | u16 components | u32 size | u32 size | u64 0
   * component: u32 header | u32 n | u64 bytes after it | u32 name field | name | n x {u64 address | u64 length | bytes}
   * </pre>
   */
  public byte[] toData() {
    Pen body = new Pen(2000);
    for (Component component : components) {
      int field = (int) Pen.alignUp(component.name.length() + 1L, 8);
      long behind = component.blocks.stream().mapToLong(block -> 16 + block.bytes.length()).sum();
      body.u32(20L + field).u32(component.blocks.size()).u64(behind).u32(field);
      body.ascii(component.name).raw(new byte[field - component.name.length()]);
      component.blocks.forEach(
          block -> body.u64(block.address).u64(block.bytes.length()).raw(block.bytes.toArray()));
    }
    byte[] bytes = body.toBytes();
    Pen pen = new Pen(24 + bytes.length).u32(24).u16(1).u16(components.size());
    return pen.u32(24L + bytes.length).u32(24L + bytes.length).u64(0).raw(bytes).toBytes();
  }
}
