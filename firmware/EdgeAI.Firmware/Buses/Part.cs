using System;

namespace EdgeAI.Firmware.Buses;

/// <summary>The beginning of an array, as each line of nanoFramework wants it: SpanByte on 1.x, a span on 2.0.</summary>
internal static class Part
{
#if NANOFRAMEWORK_2_0
    public static Span<byte> Of(byte[] bytes, int count)
    {
        return new Span<byte>(bytes, 0, count);
    }
#else
    public static SpanByte Of(byte[] bytes, int count)
    {
        return new SpanByte(bytes, 0, count);
    }
#endif
}
