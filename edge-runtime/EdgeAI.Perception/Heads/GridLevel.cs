namespace EdgeAI.Perception.Heads;

/// <summary>One of a detector's grids over the tensor, cells row by row.</summary>
/// <param name="Stride">Pixels of the tensor for one cell, both ways.</param>
/// <param name="Columns">Cells in a row.</param>
/// <param name="Rows">Rows of cells.</param>
/// <param name="Start">The number of its first cell, counted through all grids.</param>
internal readonly record struct GridLevel(int Stride, int Columns, int Rows, int Start)
{
    /// <summary>How many cells it has.</summary>
    public int Cells => Columns * Rows;

    /// <summary>The number of the cell after its last.</summary>
    public int End => Start + Cells;

    /// <summary>The grids of a detector; a tensor that is no multiple of a stride has a narrower last cell.</summary>
    public static GridLevel[] Of(IReadOnlyList<int> strides, int width, int height)
    {
        GridLevel[] levels = new GridLevel[strides.Count];
        int start = 0;
        for (int index = 0; index < levels.Length; index++)
        {
            int stride = strides[index];
            levels[index] = new GridLevel(stride, (width + stride - 1) / stride, (height + stride - 1) / stride, start);
            start = levels[index].End;
        }

        return levels;
    }

    /// <summary>How many cells all grids of a detector have.</summary>
    public static int CellsOf(IReadOnlyList<int> strides, int width, int height) => Of(strides, width, height)[^1].End;
}
