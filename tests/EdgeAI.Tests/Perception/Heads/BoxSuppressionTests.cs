using CsCheck;
using EdgeAI.Perception.Heads;

namespace EdgeAI.Tests.Perception.Heads;

public sealed class BoxSuppressionTests
{
    private const int Size = 100;

    // Few scores and whole pixels, so that equals and touching boxes happen.
    private static readonly Gen<Detection> Box = Gen.Select(
        Gen.Int[-20, 110], Gen.Int[-20, 110], Gen.Int[-2, 40], Gen.Int[-2, 40], Gen.Int[0, 12], Gen.Int[0, 2],
        static (left, top, width, height, score, classIndex) => new Detection(left, top, left + width, top + height, score / 12f, classIndex));

    [Fact]
    public void Suppress_OnAnyBoxes_KeepsWhatTheNaiveWayKeeps() =>
        Gen.Select(Box.Array[0, 60], Gen.Int[0, 10], Gen.Bool, Gen.Int[1, 70]).Sample((boxes, overlap, acrossClasses, most) =>
        {
            BoxSuppression suppression = new(60, Size, Size, overlap / 10f, acrossClasses, most);
            for (int index = 0; index < boxes.Length; index++)
            {
                suppression.Add(boxes[index], index);
            }

            suppression.Suppress();
            int[] kept = [.. Enumerable.Range(0, suppression.KeptCount).Select(suppression.SourceOf)];
            return kept.SequenceEqual(Naive(boxes, overlap / 10f, acrossClasses, most));
        });

    [Fact]
    public void Suppress_OnEqualScores_KeepsTheFirstThatWasAdded()
    {
        BoxSuppression suppression = new(3, Size, Size, 0.5f, false, 3);
        Assert.True(suppression.Add(new Detection(11, 10, 21, 20, 0.5f, 0), 7));
        Assert.True(suppression.Add(new Detection(10, 10, 20, 20, 0.5f, 0), 8));
        suppression.Suppress();
        Assert.Equal(1, suppression.KeptCount);
        Assert.Equal(7, suppression.SourceOf(0));
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public void Suppress_OnTwoClassesInOnePlace_KeepsBothUnlessTheyCompete(bool acrossClasses, int kept)
    {
        BoxSuppression suppression = new(3, Size, Size, 0.5f, acrossClasses, 3);
        suppression.Add(new Detection(10, 10, 20, 20, 0.5f, 0), 0);
        suppression.Add(new Detection(10, 10, 20, 20, 0.6f, 1), 1);
        suppression.Suppress();
        Assert.Equal(kept, suppression.KeptCount);
        Assert.Equal(1, suppression[0].ClassIndex);
    }

    [Fact]
    public void Suppress_OnMoreThanItCompares_TakesTheSurest()
    {
        BoxSuppression suppression = new(10, Size, Size, 0.5f, false, 2);
        for (int index = 0; index < 10; index++)
        {
            suppression.Add(new Detection(index * 10, 0, (index * 10) + 5, 5, (index + 1) / 20f, 0), index);
        }

        suppression.Suppress();
        Assert.Equal([9, 8], Enumerable.Range(0, suppression.KeptCount).Select(suppression.SourceOf));
    }

    [Theory]
    [InlineData(float.NaN, 0, 10, 10, 0.5f)]
    [InlineData(0, float.NaN, 10, 10, 0.5f)]
    [InlineData(0, 0, float.NaN, 10, 0.5f)]
    [InlineData(0, 0, 10, float.NaN, 0.5f)]
    [InlineData(0, 0, 10, 10, float.NaN)]
    [InlineData(float.NegativeInfinity, 0, 10, 10, 0.5f)]
    [InlineData(0, 0, float.PositiveInfinity, 10, 0.5f)]
    [InlineData(10, 0, 0, 10, 0.5f)]
    [InlineData(0, 10, 10, 10, 0.5f)]
    [InlineData(0, 0, 10, 10, 0f)]
    [InlineData(0, 0, 10, 10, -1f)]
    [InlineData(0, 0, 10, 10, 1.5f)]
    [InlineData(0, 0, 10, 10, float.PositiveInfinity)]
    [InlineData(-1e30f, 0, 10, 10, 0.5f)]
    [InlineData(-20, 0, 0, 10, 0.5f)]
    [InlineData(100, 0, 110, 10, 0.5f)]
    public void Add_OfWhatIsNoBox_IsRefused(float left, float top, float right, float bottom, float score)
    {
        BoxSuppression suppression = new(3, Size, Size, 0.5f, false, 3);
        Assert.False(suppression.Add(new Detection(left, top, right, bottom, score, 0), 0));
        suppression.Suppress();
        Assert.Equal(0, suppression.KeptCount);
    }

    [Fact]
    public void Add_OfARoundedScoreAboveOne_CountsAsOne()
    {
        BoxSuppression suppression = new(1, Size, Size, 0.5f, false, 1);
        Assert.True(suppression.Add(new Detection(0, 0, 10, 10, 1.0005f, 0), 0));
        suppression.Suppress();
        Assert.Equal(1, suppression[0].Score);
    }

    [Fact]
    public void Add_WithoutRoom_IsRefused()
    {
        BoxSuppression suppression = new(1, Size, Size, 0.5f, false, 1);
        Assert.True(suppression.Add(new Detection(0, 0, 10, 10, 0.5f, 0), 0));
        Assert.False(suppression.Add(new Detection(50, 0, 60, 10, 0.5f, 0), 1));
    }

    [Fact]
    public void Suppress_InTheSteadyState_AllocatesNothing()
    {
        BoxSuppression suppression = new(1000, Size, Size, 0.5f, false, 1000);
        DetectionList found = new(100);
        Assert.Equal(0, Allocation.Of(
            () =>
            {
                suppression.Clear();
                for (int index = 0; index < 1000; index++)
                {
                    float left = index * 37 % 97;
                    suppression.Add(new Detection(left, left / 2, left + 12, (left / 2) + 9, ((index * 53 % 101) + 1) / 102f, index % 3), index);
                }

                suppression.SuppressInto(found);
            },
            calls: 20,
            warmUpCalls: 5));
        Assert.NotEqual(0, found.Count);
    }

    private static int[] Naive(Detection[] boxes, float overlap, bool acrossClasses, int most)
    {
        int[] order = [.. Enumerable.Range(0, boxes.Length)
            .Where(index => boxes[index] is { Score: > 0 } box && box.Right > box.Left && box.Bottom > box.Top && box.Left < Size && box.Top < Size && box.Right > 0 && box.Bottom > 0)
            .OrderByDescending(index => boxes[index].Score).ThenBy(static index => index).Take(most)];
        List<int> kept = [];
        foreach (int index in order)
        {
            if (kept.TrueForAll(other => (!acrossClasses && boxes[other].ClassIndex != boxes[index].ClassIndex) || !IsCovering(boxes[other], boxes[index], overlap)))
            {
                kept.Add(index);
            }
        }

        return [.. kept];
    }

    // Whole pixels, so that these sums and products are exact.
    private static bool IsCovering(Detection one, Detection other, float overlap)
    {
        float shared = Math.Max(0, Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left)) * Math.Max(0, Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top));
        float union = ((one.Right - one.Left) * (one.Bottom - one.Top)) + ((other.Right - other.Left) * (other.Bottom - other.Top)) - shared;
        return shared > overlap * union;
    }
}
