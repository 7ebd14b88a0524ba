using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Profiles.Reading;

/// <summary>Writes an enumeration as a profile does: <c>DropOldest</c> is <c>drop-oldest</c>; numbers are refused.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
