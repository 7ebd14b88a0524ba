using System.Text.Unicode;

namespace EdgeAI.Gateway.Mqtt;

/// <summary>The rules for texts, topic names and topic filters (MQTT 5.0, sections 1.5.4 and 4.7).</summary>
internal static class MqttText
{
    /// <summary>What a shared subscription's filter begins with (4.8.2).</summary>
    public static ReadOnlySpan<byte> SharedPrefix => "$share/"u8;

    /// <summary>Whether the bytes are UTF-8 without U+0000 [MQTT-1.5.4-1, MQTT-1.5.4-2].</summary>
    public static bool IsValid(ReadOnlySpan<byte> text) => !text.Contains((byte)0) && Utf8.IsValid(text);

    /// <summary>Whether a valid text is a topic name: not empty and without wildcards [MQTT-4.7.3-1, MQTT-4.7.0-1].</summary>
    public static bool IsTopicName(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAny((byte)'+', (byte)'#');

    /// <summary>Whether a valid text is a topic filter: '#' last and alone in its level, '+' alone in its level [MQTT-4.7.1-1, MQTT-4.7.1-2].</summary>
    public static bool IsTopicFilter(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return false;
        }

        for (int index = 0; index < text.Length; index++)
        {
            byte character = text[index];
            if (character is not ((byte)'+' or (byte)'#'))
            {
                continue;
            }

            bool begins = index == 0 || text[index - 1] == (byte)'/';
            bool ends = index == text.Length - 1 || (character == (byte)'+' && text[index + 1] == (byte)'/');
            if (!begins || !ends)
            {
                return false;
            }
        }

        return true;
    }
}
