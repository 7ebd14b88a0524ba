namespace EdgeAI.Perception.Heads;

/// <summary>What the pixels of one class add up to.</summary>
internal struct RegionSum
{
    /// <summary>How many pixels.</summary>
    public int Pixels;

    /// <summary>The sum of the class's own numbers over them.</summary>
    public double Values;

    /// <summary>The sum of what softmax makes of these.</summary>
    public double Softmax;

    /// <summary>The leftmost column.</summary>
    public int Left;

    /// <summary>The topmost row.</summary>
    public int Top;

    /// <summary>The rightmost column.</summary>
    public int Right;

    /// <summary>The lowest row.</summary>
    public int Bottom;

    /// <summary>Adds a pixel.</summary>
    public void Add(int column, int row, float value, float softmax)
    {
        (Left, Top) = Pixels == 0 ? (column, row) : (Math.Min(Left, column), Math.Min(Top, row));
        (Right, Bottom) = Pixels == 0 ? (column, row) : (Math.Max(Right, column), Math.Max(Bottom, row));
        Values += value;
        Softmax += softmax;
        Pixels++;
    }
}
