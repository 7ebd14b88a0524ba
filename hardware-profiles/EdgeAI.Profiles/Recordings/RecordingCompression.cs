using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Recordings;

/// <summary>How a recording is compressed.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RecordingCompression>))]
public enum RecordingCompression
{
    /// <summary>Zstandard: the smallest files.</summary>
    Zstd,

    /// <summary>LZ4: the least work.</summary>
    Lz4,

    /// <summary>Not at all.</summary>
    None,
}
