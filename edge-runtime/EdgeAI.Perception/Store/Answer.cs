using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Store;

/// <summary>
/// What a model answered once, kept to be held against another answer: boxes where a head reads them from the outputs, the outputs
/// themselves otherwise. Refilled in place.
/// </summary>
public sealed class Answer
{
    private const float SameBoxOverlap = 0.5f;
    private const float SameValue = 0.05f;

    private readonly IDetectionHead? _head;
    private readonly DetectionList _boxes;
    private readonly float[][] _outputs;
    private readonly bool[] _matched;

    /// <summary>Makes an empty one.</summary>
    /// <param name="specs">The outputs, every size known.</param>
    /// <param name="head">Reads boxes from them; null for a model that finds none.</param>
    /// <param name="boxes">The most boxes.</param>
    public Answer(IReadOnlyList<TensorSpec> specs, IDetectionHead? head, int boxes = 300)
    {
        ArgumentNullException.ThrowIfNull(specs);
        _head = head;
        _boxes = new DetectionList(boxes, head?.LandmarksEach ?? 0);
        _matched = new bool[boxes];
        _outputs = head is null ? [.. specs.Select(static spec => new float[spec.Shape.Aggregate(1, static (product, size) => product * size)])] : [];
        Classes = [.. specs.Select(static spec => spec.Shape.Count == 2 && spec.Shape[0] == 1 && spec.Shape[1] > 1)];
    }

    /// <summary>Which outputs are a list of classes.</summary>
    private bool[] Classes { get; }

    /// <summary>Whether every number is one.</summary>
    public bool IsFinite { get; private set; }

    /// <summary>Whether there is anything to hold against another answer: a detector that found nothing says nothing.</summary>
    public bool Tells => _head is null || _boxes.Count > 0 || !IsFinite;

    /// <summary>Keeps the answer of the latest run.</summary>
    public void Take(ITensorOutputs outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        IsFinite = true;
        if (_head is not null)
        {
            _head.Decode(outputs, _boxes);
            for (int index = 0; index < outputs.OutputSpecs.Count; index++)
            {
                IsFinite &= AreFinite(outputs.Output(index));
            }

            return;
        }

        for (int index = 0; index < _outputs.Length; index++)
        {
            outputs.Output(index).CopyTo(_outputs[index]);
            IsFinite &= AreFinite(_outputs[index]);
        }
    }

    /// <summary>The most probable class of one output; -1 where it is no list of classes.</summary>
    public int ClassOf(int output) => _head is null && output < _outputs.Length && Classes[output] ? IndexOfLargest(_outputs[output]) : -1;

    /// <summary>
    /// How much two answers agree, 0 to 1: the part of lists of classes with the same first one, of boxes that both found (twice those matched over all of both), of numbers
    /// within a twentieth of the largest.
    /// </summary>
    public double AgreementWith(Answer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (_head is not null)
        {
            int all = _boxes.Count + other._boxes.Count;
            return all == 0 ? 1 : 2.0 * Match(other, out _) / all;
        }

        double sum = 0;
        for (int index = 0; index < _outputs.Length; index++)
        {
            sum += Classes[index] ? ClassOf(index) == other.ClassOf(index) ? 1 : 0 : PartWithin(_outputs[index], other._outputs[index]);
        }

        return sum / Math.Max(1, _outputs.Length);
    }

    /// <summary>
    /// How far two answers are apart, 0 to 1: half the summed difference of probabilities, one less the overlap of the boxes that both found, the mean
    /// difference of numbers in parts of the largest.
    /// </summary>
    public double DistanceTo(Answer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (_head is not null)
        {
            int matched = Match(other, out double overlap);
            return matched == 0 ? 0 : 1 - (overlap / matched);
        }

        double sum = 0;
        for (int index = 0; index < _outputs.Length; index++)
        {
            double apart = 0;
            for (int element = 0; element < _outputs[index].Length; element++)
            {
                apart += Math.Abs(_outputs[index][element] - other._outputs[index][element]);
            }

            sum += Classes[index] ? apart / 2 : apart / Math.Max(1, _outputs[index].Length) / Largest(_outputs[index], other._outputs[index]);
        }

        return Math.Min(1, sum / Math.Max(1, _outputs.Length));
    }

    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static double PartWithin(float[] one, float[] other)
    {
        float room = SameValue * Largest(one, other);
        int within = 0;
        for (int element = 0; element < one.Length; element++)
        {
            within += Math.Abs(one[element] - other[element]) <= room ? 1 : 0;
        }

        return (double)within / Math.Max(1, one.Length);
    }

    private static float Largest(float[] one, float[] other)
    {
        float largest = 1e-12f;
        for (int element = 0; element < one.Length; element++)
        {
            largest = Math.Max(largest, Math.Max(Math.Abs(one[element]), Math.Abs(other[element])));
        }

        return largest;
    }

    private static int IndexOfLargest(float[] values)
    {
        int best = 0;
        for (int index = 1; index < values.Length; index++)
        {
            best = values[index] > values[best] ? index : best;
        }

        return best;
    }

    /// <summary>Gives each box of one, most certain first, the other's box of the same class that overlaps it most.</summary>
    private int Match(Answer other, out double overlap)
    {
        Array.Clear(other._matched);
        int matched = 0;
        overlap = 0;
        foreach (ref readonly Detection box in _boxes.Items)
        {
            int best = -1;
            float most = SameBoxOverlap;
            ReadOnlySpan<Detection> candidates = other._boxes.Items;
            for (int index = 0; index < candidates.Length; index++)
            {
                float part = other._matched[index] || candidates[index].ClassIndex != box.ClassIndex ? 0 : OverlapOf(box, candidates[index]);
                if (part >= most)
                {
                    (best, most) = (index, part);
                }
            }

            if (best >= 0)
            {
                other._matched[best] = true;
                matched++;
                overlap += most;
            }
        }

        return matched;
    }

    private static float OverlapOf(in Detection one, in Detection other)
    {
        float width = Math.Max(0, Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left));
        float height = Math.Max(0, Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top));
        float shared = width * height;
        float all = ((one.Right - one.Left) * (one.Bottom - one.Top)) + ((other.Right - other.Left) * (other.Bottom - other.Top)) - shared;
        return all > 0 ? shared / all : 0;
    }
}
