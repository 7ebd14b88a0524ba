namespace EdgeAI.Profiles.Configuration;

/// <summary>A board's configuration as bytes, and what each of them is.</summary>
/// <param name="Bytes">The bytes, checksum included.</param>
/// <param name="Fields">The fields in their order, without gaps.</param>
public sealed record ConfigurationImage(byte[] Bytes, IReadOnlyList<ConfigurationField> Fields);
