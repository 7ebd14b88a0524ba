namespace EdgeAI.Gateway.Spool;

/// <summary>Whose spool it is and which life of it.</summary>
/// <param name="Gateway">The gateway's id.</param>
/// <param name="Epoch">The random positive number drawn when the spool was created.</param>
public readonly record struct SpoolIdentity(string Gateway, long Epoch);
