namespace EdgeAI.Gateway.Spool.Files;

/// <summary>What a spool's folder says beside the database, so that a lost database does not take the numbers' meaning with it.</summary>
/// <param name="Identity">Whose spool it is and which life of it.</param>
/// <param name="Ceiling">No sequence above it was ever given.</param>
/// <param name="Given">A sequence that the database has reached: one that says less is an older state of it.</param>
/// <param name="IsOpen">Whether the latest may be in the journal alone: then there is a journal, with a transaction at least.</param>
internal readonly record struct EpochMark(SpoolIdentity Identity, long Ceiling, long Given, bool IsOpen);
