namespace EdgeAI.Benchmarks.Load;

/// <summary>A camera's picture, 1280 x 720, eight bits: handed on by reference, never copied.</summary>
internal sealed class Picture
{
    public const int Width = 1280;
    public const int Height = 720;

    public byte[] Pixels { get; } = new byte[Width * Height];

    public long Stamp { get; set; }

    /// <summary>What a camera stage does at least: a look at every sixteenth row.</summary>
    public long Sum()
    {
        long sum = 0;
        for (int row = 0; row < Height; row += 16)
        {
            foreach (byte pixel in Pixels.AsSpan(row * Width, Width))
            {
                sum += pixel;
            }
        }

        return sum;
    }
}
