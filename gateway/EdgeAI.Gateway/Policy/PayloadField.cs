namespace EdgeAI.Gateway.Policy;

/// <summary>Where one field's numbers stand in a frame.</summary>
/// <param name="Number">The field's place in <see cref="PayloadFields.NamesOf"/>; -1 for numbers that have no name there.</param>
/// <param name="Offset">The first number's offset within the frame.</param>
/// <param name="Count">How many numbers.</param>
/// <param name="Width">Bytes of each: 2 or 4, signed.</param>
/// <param name="ScaleOffset">Where the scale stands; -1 for counts without one.</param>
/// <param name="Folds">Whether means, minima and maxima of it mean something; otherwise a window keeps the last.</param>
internal readonly record struct PayloadField(int Number, int Offset, int Count, int Width, int ScaleOffset, bool Folds = true)
{
    /// <summary>The offset behind the last number.</summary>
    public int End => Offset + (Count * Width);
}
