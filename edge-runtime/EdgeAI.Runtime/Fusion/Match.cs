namespace EdgeAI.Runtime.Fusion;

/// <summary>What a rule finds around an instant among the samples that are held, and what could still change it.</summary>
/// <param name="First">The place of the first sample that matches.</param>
/// <param name="Count">How many match from there on; 0 for none.</param>
/// <param name="Fraction">Where the instant lies between two that are blended, from 0 at the first to 1; 0 where nothing is blended.</param>
/// <param name="NeededFrom">Nothing before this instant has a part in the match, or can have one in the match of a later instant.</param>
/// <param name="DecidedAt">Nothing after this instant can change the match.</param>
public readonly record struct Match(int First, int Count, double Fraction, long NeededFrom, long DecidedAt);
