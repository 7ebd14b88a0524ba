using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Gateways;

/// <summary>The algorithms of seals (gateway/RECORDS.md, "Algorithm suites").</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SealSuite>))]
public enum SealSuite
{
    /// <summary>SHA-256, and ECDSA over P-256.</summary>
    Sha256P256,

    /// <summary>SM3, and SM2.</summary>
    Sm3Sm2,
}
