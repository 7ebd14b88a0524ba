namespace EdgeAI.Gateway.Spool;

/// <summary>What a spool's folder says beside the database, so that a lost database does not take the numbers' meaning with it.</summary>
/// <param name="Identity">Whose spool it is and which life of it.</param>
/// <param name="Ceiling">No sequence above it was ever given.</param>
internal readonly record struct EpochMark(SpoolIdentity Identity, long Ceiling);
