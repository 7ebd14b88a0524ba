namespace EdgeAI.Gateway.Spool;

/// <summary>Records that no longer say what was received.</summary>
/// <param name="First">The first one's sequence.</param>
/// <param name="Last">The last one's.</param>
/// <param name="Reason">What is wrong, in words.</param>
/// <param name="IsUnreadable">The file's pages are damaged: there is no row to set aside, only the loss to note.</param>
internal readonly record struct Damage(long First, long Last, string Reason, bool IsUnreadable);
