/** Numbers class lists and descriptors in the order of their first use in the file, and writes each just before it. */
import type { ClassListId, DescriptorId } from '../directory/ids.js';
import type { SnapshotWriter } from '../snapshot/writer.js';
import type { Intake } from './intake.js';

export class References {
  private readonly classNumber: Int32Array;
  private readonly descriptorNumber: Int32Array;
  private classes = 0;
  private descriptors = 0;

  constructor(
    private readonly intake: Intake,
    private readonly writer: SnapshotWriter,
  ) {
    this.classNumber = new Int32Array(intake.classLists.length).fill(-1);
    this.descriptorNumber = new Int32Array(intake.descriptors.size).fill(-1);
  }

  /** The number that a class list has in the file. */
  classList(id: number | undefined): ClassListId | undefined {
    if (id === undefined) return undefined;
    if (this.classNumber[id] === -1) {
      this.classNumber[id] = this.classes++;
      void this.writer.add({ type: 'classes', names: this.intake.classLists[id]! });
    }
    return this.classNumber[id] as ClassListId;
  }

  /** The number that a descriptor has in the file. */
  descriptor(id: number | undefined): DescriptorId | undefined {
    if (id === undefined) return undefined;
    if (this.descriptorNumber[id] === -1) {
      this.descriptorNumber[id] = this.descriptors++;
      void this.writer.add({ type: 'descriptor', base64: this.intake.descriptors.bytesOf(id).toString('base64') });
    }
    return this.descriptorNumber[id] as DescriptorId;
  }
}
