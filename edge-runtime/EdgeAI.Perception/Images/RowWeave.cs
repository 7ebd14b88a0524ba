using System.Runtime.Intrinsics;

namespace EdgeAI.Perception.Images;

/// <summary>Lays three rows of bytes into one, in turn.</summary>
internal static unsafe class RowWeave
{
    private const byte None = 0xFF;

    /// <summary>Weaves three rows.</summary>
    /// <param name="first">The bytes that come first, readable up to a multiple of 16.</param>
    /// <param name="second">The bytes that come second, likewise.</param>
    /// <param name="third">The bytes that come third, likewise.</param>
    /// <param name="woven">Room for three times as many bytes, writable up to a multiple of 48.</param>
    /// <param name="count">Bytes of each.</param>
    public static void Three(byte* first, byte* second, byte* third, byte* woven, int count)
    {
        for (int place = 0; place < count; place += 16)
        {
            Vector128<byte> a = Vector128.Load(first + place);
            Vector128<byte> b = Vector128.Load(second + place);
            Vector128<byte> c = Vector128.Load(third + place);
            byte* to = woven + (3 * place);
            (Vector128.ShuffleNative(a, Vector128.Create((byte)0, None, None, 1, None, None, 2, None, None, 3, None, None, 4, None, None, 5))
                | Vector128.ShuffleNative(b, Vector128.Create(None, 0, None, None, 1, None, None, 2, None, None, 3, None, None, 4, None, None))
                | Vector128.ShuffleNative(c, Vector128.Create(None, None, 0, None, None, 1, None, None, 2, None, None, 3, None, None, 4, None))).Store(to);
            (Vector128.ShuffleNative(a, Vector128.Create(None, None, 6, None, None, 7, None, None, 8, None, None, 9, None, None, 10, None))
                | Vector128.ShuffleNative(b, Vector128.Create((byte)5, None, None, 6, None, None, 7, None, None, 8, None, None, 9, None, None, 10))
                | Vector128.ShuffleNative(c, Vector128.Create(None, 5, None, None, 6, None, None, 7, None, None, 8, None, None, 9, None, None))).Store(to + 16);
            (Vector128.ShuffleNative(a, Vector128.Create(None, 11, None, None, 12, None, None, 13, None, None, 14, None, None, 15, None, None))
                | Vector128.ShuffleNative(b, Vector128.Create(None, None, 11, None, None, 12, None, None, 13, None, None, 14, None, None, 15, None))
                | Vector128.ShuffleNative(c, Vector128.Create((byte)10, None, None, 11, None, None, 12, None, None, 13, None, None, 14, None, None, 15))).Store(to + 32);
        }
    }
}
