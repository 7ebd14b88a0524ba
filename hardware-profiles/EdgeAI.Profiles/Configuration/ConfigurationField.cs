namespace EdgeAI.Profiles.Configuration;

/// <summary>One field of a configuration's bytes, for people who read them.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Name">Its name in firmware/CONFIGURATION.md, with the bus or sensor that it stands in.</param>
/// <param name="Value">What it says, in one line.</param>
public sealed record ConfigurationField(int Offset, int Length, string Name, string Value);
