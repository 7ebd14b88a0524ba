namespace EdgeAI.PowerCut;

/// <summary>One connection's open file; without an unsynced file everything passes straight through.</summary>
internal sealed record OpenFile(PowerCutVfs Vfs, UnsyncedFile? Unsynced);
