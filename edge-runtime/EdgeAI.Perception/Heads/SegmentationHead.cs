using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// A class for every pixel: of logits or probabilities (1 x classes x rows x columns) the highest, of one plane what is surer than not, of a finished class map
/// (1 x rows x columns, with or without a 1 more) what it says. <see cref="Map"/> holds the classes, <see cref="Regions"/> sums them up, and each region is also a detection.
/// </summary>
public sealed class SegmentationHead : IDetectionHead
{
    /// <summary>What stands in the map where nothing was decided.</summary>
    public const byte Nothing = byte.MaxValue;

    private const int Block = 1024;

    private readonly byte[] _map;
    private readonly int _planes;
    private readonly float _scaleX;
    private readonly float _scaleY;
    private readonly float _threshold;
    private readonly RegionSum[] _sums;
    private readonly ClassRegion[] _regions;
    private readonly float[] _best = new float[Block];
    private readonly float[] _class = new float[Block];
    private readonly float[] _least = new float[Block];
    private readonly float[] _sum = new float[Block];
    private readonly float[] _exponentials = new float[Block];
    private readonly float[] _scratch = new float[Block];
    private int _regionCount;
    private bool _isProbability;

    /// <summary>Takes what the table checked.</summary>
    internal SegmentationHead(HeadSetting setting)
    {
        IReadOnlyList<int> shape = setting.Graph.Outputs[0].Shape;
        bool isFinished = HeadFits.IsClassMap(setting.Graph.Outputs[0]);
        Height = shape[^2];
        Width = shape[^1];
        _planes = isFinished ? 0 : shape[1];
        _map = new byte[Width * Height];
        _scaleX = (float)setting.Graph.Width / Width;
        _scaleY = (float)setting.Graph.Height / Height;
        _threshold = setting.ScoreThreshold;
        _sums = new RegionSum[isFinished ? Nothing : _planes];
        _regions = new ClassRegion[_sums.Length];
    }

    /// <summary>Columns of the map.</summary>
    public int Width { get; }

    /// <summary>Rows of the map.</summary>
    public int Height { get; }

    /// <summary>The class of each pixel, row by row; <see cref="Nothing"/> where a number is none, and where a single plane's class is not.</summary>
    public ReadOnlySpan<byte> Map => _map;

    /// <summary>Every class that has a pixel, in the model's order.</summary>
    public ReadOnlySpan<ClassRegion> Regions => _regions.AsSpan(0, _regionCount);

    /// <inheritdoc/>
    public int LandmarksEach => 0;

    /// <inheritdoc/>
    public void Decode(ITensorOutputs outputs, DetectionList found)
    {
        ReadOnlySpan<float> values = outputs.Output(0);
        Array.Clear(_sums);

        // Probabilities or logits? Several planes show it pixel by pixel on the way, one plane shows it here.
        _isProbability = _planes != 1 || AreProbabilities(values);
        for (int start = 0; start < _map.Length; start += Block)
        {
            int length = Math.Min(Block, _map.Length - start);
            if (_planes == 0)
            {
                ReadFinished(values.Slice(start, length), start);
            }
            else if (_planes == 1)
            {
                ReadSingle(values.Slice(start, length), start);
            }
            else
            {
                ReadHighest(values, start, length);
            }
        }

        SumUp();
        Tell(found);
    }

    /// <summary>Whether every number is 0 to 1; what is no number, or infinite, tells nothing.</summary>
    private static bool AreProbabilities(ReadOnlySpan<float> plane)
    {
        foreach (float value in plane)
        {
            if (value is < 0 or > 1 && float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private void ReadFinished(ReadOnlySpan<float> classes, int start)
    {
        for (int offset = 0; offset < classes.Length; offset++)
        {
            float value = classes[offset];
            Put(start + offset, value >= 0 && value < Nothing && value == MathF.Floor(value) ? (byte)value : Nothing, 1, 1);
        }
    }

    private void ReadSingle(ReadOnlySpan<float> plane, int start)
    {
        for (int offset = 0; offset < plane.Length; offset++)
        {
            float probability = _isProbability ? plane[offset] : 1 / (1 + MathF.Exp(-plane[offset]));
            Put(start + offset, float.IsFinite(plane[offset]) && probability > 0.5f ? (byte)0 : Nothing, probability, probability);
        }
    }

    /// <summary>Several planes, read where they lie, a block of pixels of all planes after the other.</summary>
    private void ReadHighest(ReadOnlySpan<float> values, int start, int length)
    {
        Span<float> best = _best.AsSpan(0, length);
        Span<float> least = _least.AsSpan(0, length);
        Span<float> sum = _sum.AsSpan(0, length);
        Span<float> exponentials = _exponentials.AsSpan(0, length);
        Span<float> scratch = _scratch.AsSpan(0, length);
        values.Slice(start, length).CopyTo(best);
        best.CopyTo(least);
        best.CopyTo(sum);
        _class.AsSpan(0, length).Clear();
        for (int plane = 1; plane < _planes; plane++)
        {
            ReadOnlySpan<float> own = values.Slice((plane * _map.Length) + start, length);
            KeepHigher(own, plane, best, _class);
            TensorPrimitives.Min(least, own, least);
            TensorPrimitives.Add(sum, own, sum);
        }

        exponentials.Clear();
        for (int plane = 0; plane < _planes; plane++)
        {
            TensorPrimitives.Subtract(values.Slice((plane * _map.Length) + start, length), best, scratch);
            TensorPrimitives.Exp(scratch, scratch);
            TensorPrimitives.Add(exponentials, scratch, exponentials);
        }

        for (int offset = 0; offset < length; offset++)
        {
            // A sum with anything in it that is no number is none itself: such a pixel is left open, and tells nothing of the others.
            bool isNumber = float.IsFinite(sum[offset]);
            _isProbability &= !isNumber || (least[offset] >= 0 && MathF.Abs(sum[offset] - 1) <= ClassScores.SumTolerance);
            Put(start + offset, isNumber ? (byte)_class[offset] : Nothing, best[offset], 1 / exponentials[offset]);
        }
    }

    private static void KeepHigher(ReadOnlySpan<float> own, int plane, Span<float> best, Span<float> classes)
    {
        ReadOnlySpan<Vector<float>> ownVectors = MemoryMarshal.Cast<float, Vector<float>>(own);
        Span<Vector<float>> bestVectors = MemoryMarshal.Cast<float, Vector<float>>(best);
        Span<Vector<float>> classVectors = MemoryMarshal.Cast<float, Vector<float>>(classes);
        Vector<float> number = new(plane);
        for (int index = 0; index < ownVectors.Length; index++)
        {
            Vector<int> isHigher = Vector.GreaterThan(ownVectors[index], bestVectors[index]);
            bestVectors[index] = Vector.ConditionalSelect(isHigher, ownVectors[index], bestVectors[index]);
            classVectors[index] = Vector.ConditionalSelect(isHigher, number, classVectors[index]);
        }

        for (int offset = ownVectors.Length * Vector<float>.Count; offset < own.Length; offset++)
        {
            (best[offset], classes[offset]) = own[offset] > best[offset] ? (own[offset], plane) : (best[offset], classes[offset]);
        }
    }

    private void Put(int place, byte classIndex, float value, float softmax)
    {
        _map[place] = classIndex;
        if (classIndex != Nothing)
        {
            _sums[classIndex].Add(place % Width, place / Width, value, softmax);
        }
    }

    private void SumUp()
    {
        _regionCount = 0;
        for (int index = 0; index < _sums.Length; index++)
        {
            ref readonly RegionSum sum = ref _sums[index];
            if (sum.Pixels > 0)
            {
                _regions[_regionCount++] = new ClassRegion(
                    index,
                    (float)sum.Pixels / _map.Length,
                    (float)Math.Clamp((_isProbability ? sum.Values : sum.Softmax) / sum.Pixels, 0, 1),
                    sum.Left * _scaleX,
                    sum.Top * _scaleY,
                    (sum.Right + 1) * _scaleX,
                    (sum.Bottom + 1) * _scaleY);
            }
        }
    }

    private void Tell(DetectionList found)
    {
        // The surest first; few classes, and each is passed over once it was told.
        found.Clear();
        Span<RegionSum> sums = _sums;
        for (int told = 0; told < _regionCount; told++)
        {
            int best = -1;
            for (int index = 0; index < _regionCount; index++)
            {
                bool isOpen = sums[_regions[index].ClassIndex].Pixels > 0;
                best = isOpen && (best < 0 || _regions[index].Score > _regions[best].Score) ? index : best;
            }

            ClassRegion region = _regions[best];
            sums[region.ClassIndex].Pixels = 0;
            if (region.Score > _threshold)
            {
                found.Add(new Detection(region.Left, region.Top, region.Right, region.Bottom, region.Score, region.ClassIndex));
            }
        }
    }
}
