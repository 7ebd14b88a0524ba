using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Profiles.Reading;

/// <summary>Reads a 7-bit address as datasheets write it, <c>0x5A</c>.</summary>
internal sealed class I2cAddressConverter : JsonConverter<byte>
{
    /// <inheritdoc/>
    public override byte Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ReadOnlySpan<char> text = reader.GetString();
        return text.StartsWith("0x") && byte.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte address)
            ? address
            : throw new JsonException("an I2C address is written 0x08 to 0x77");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, byte value, JsonSerializerOptions options) => writer.WriteStringValue($"0x{value:X2}");
}
