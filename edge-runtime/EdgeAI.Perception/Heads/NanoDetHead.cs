using System.Numerics.Tensors;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// NanoDet (RangiLyu, nanodet/model/head): each side of a box is the mean of a distribution over whole cells from a point of its cell (distribution focal
/// loss), the score is the best class; boxes end at the tensor's edges.
/// </summary>
internal sealed class NanoDetHead : IDetectionHead
{
    private readonly NanoDetShape _shape;
    private readonly int _width;
    private readonly int _height;
    private readonly float _threshold;
    private readonly BoxSuppression _suppression;

    /// <summary>Takes what the table checked.</summary>
    public NanoDetHead(HeadSetting setting)
    {
        _shape = NanoDetShape.Of(setting.Graph, setting.Options)!;
        _width = setting.Graph.Width;
        _height = setting.Graph.Height;
        _threshold = setting.ScoreThreshold;
        _suppression = setting.Suppression(_shape.Levels[^1].End);
    }

    /// <inheritdoc/>
    public int LandmarksEach => 0;

    /// <inheritdoc/>
    public void Decode(ITensorOutputs outputs, DetectionList found)
    {
        _suppression.Clear();
        for (int index = 0; index < _shape.Levels.Length; index++)
        {
            NanoDetPart part = _shape.Parts[index];
            Read(_shape.Levels[index], part, outputs.Output(part.ClassOutput)[part.ClassStart..], outputs.Output(part.SideOutput)[part.SideStart..]);
        }

        _suppression.SuppressInto(found);
    }

    private void Read(GridLevel level, NanoDetPart part, ReadOnlySpan<float> classes, ReadOnlySpan<float> sides)
    {
        for (int cell = 0; cell < level.Cells; cell++)
        {
            ReadOnlySpan<float> scores = classes.Slice(cell * part.ClassStep, _shape.Classes);
            int best = TensorPrimitives.IndexOfMax(scores);
            if (scores[best] > _threshold)
            {
                Add(level, cell, sides.Slice(cell * part.SideStep, 4 * _shape.Bins), scores[best], best);
            }
        }
    }

    private void Add(GridLevel level, int cell, ReadOnlySpan<float> sides, float score, int classIndex)
    {
        float middle = _shape.HasOneOutput ? 0 : 0.5f;
        float x = ((cell % level.Columns) + middle) * level.Stride;
        float y = ((cell / level.Columns) + middle) * level.Stride;
        Detection box = new(
            Math.Clamp(x - DistanceOf(sides, 0, level), 0, _width),
            Math.Clamp(y - DistanceOf(sides, 1, level), 0, _height),
            Math.Clamp(x + DistanceOf(sides, 2, level), 0, _width),
            Math.Clamp(y + DistanceOf(sides, 3, level), 0, _height),
            score,
            classIndex);
        _suppression.Add(box, level.Start + cell);
    }

    /// <summary>The mean of one side's distribution, in pixels of the tensor.</summary>
    private float DistanceOf(ReadOnlySpan<float> sides, int side, GridLevel level)
    {
        ReadOnlySpan<float> logits = sides.Slice(side * _shape.Bins, _shape.Bins);
        float highest = TensorPrimitives.Max(logits);
        float sum = 0;
        float weighted = 0;
        for (int bin = 0; bin < logits.Length; bin++)
        {
            float weight = MathF.Exp(logits[bin] - highest);
            sum += weight;
            weighted += weight * bin;
        }

        return weighted / sum * level.Stride;
    }
}
