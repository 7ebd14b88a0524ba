using EdgeAI.Gateway.Spool.Tables;


namespace EdgeAI.Tests.Gateway.Spool;

public sealed class CountedSpansTests
{
    [Fact]
    public void Spans_AddedInAnyOrder_AgreeWithASetOfNumbers()
    {
        Random random = new(11);
        for (int round = 0; round < 200; round++)
        {
            bool[] taken = new bool[200];
            CountedSpan[] spans = [];
            for (int step = 0; step < 40; step++)
            {
                int first = random.Next(1, 199);
                SequenceSpan wanted = new(first, Math.Min(199, first + random.Next(12)));
                foreach (SequenceSpan free in CountedSpans.AllFree(spans, wanted).ToArray())
                {
                    Assert.DoesNotContain(true, taken[(int)free.First..((int)free.Last + 1)]);
                    spans = CountedSpans.With(spans, new CountedSpan(free, free.Length), out CountedSpan merged);
                    taken.AsSpan((int)free.First, (int)free.Length).Fill(true);
                    Assert.True(merged.Span.First <= free.First && merged.Span.Last >= free.Last);
                }
            }

            Assert.Equal(taken.Count(value => value), spans.Sum(span => span.Count));
            Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.True(pair.First.Span.Last + 1 < pair.Second.Span.First));
            Assert.All(spans, span => Assert.Equal(span.Span.Length, span.Count));
            for (int number = 1; number < 200; number++)
            {
                Assert.Equal(taken[number], CountedSpans.Contains(spans, number));
            }

            long middle = spans[spans.Length / 2].Span.First;
            Assert.Equal(spans[(spans.Length / 2)..].Sum(span => span.Count), CountedSpans.CountWithin(spans, new SequenceSpan(middle, long.MaxValue)));
        }
    }
}
