namespace EdgeAI.Firmware;

/// <summary>Bytes as digits.</summary>
internal static class Hexadecimal
{
    private const string Digits = "0123456789abcdef";

    /// <summary>Two lower-case digits a byte; at most 16 bytes of them, as many as a hello's text holds.</summary>
    public static string Of(byte[] bytes)
    {
        int count = bytes.Length < 16 ? bytes.Length : 16;
        char[] text = new char[2 * count];
        for (int index = 0; index < count; index++)
        {
            text[2 * index] = Digits[bytes[index] >> 4];
            text[(2 * index) + 1] = Digits[bytes[index] & 15];
        }

        return new string(text);
    }
}
