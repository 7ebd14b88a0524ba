using EdgeAI.Gateway.Spool.Seals;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>Records that a damaged file says no seal names yet.</summary>
/// <param name="First">The first one's sequence.</param>
/// <param name="Class">Their class.</param>
/// <param name="Entries">Their entries (<see cref="SealEntry"/>).</param>
internal readonly record struct UnsealedNote(long First, RecordClass Class, byte[] Entries);
