namespace EdgeAI.City.Admission;

/// <summary>What came, in records and bytes as they came.</summary>
internal readonly record struct Use(long Records, long Bytes)
{
    public static Use operator +(Use left, Use right) => new(left.Records + right.Records, left.Bytes + right.Bytes);
}
