using System.Numerics.Tensors;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// YOLOv8 and v11 (Ultralytics, nn/modules/head.py, Detect): a column for each cell with centre and size in pixels and the classes' probabilities; the best
/// class is the score. It is read where it lies: the best score of a block of columns, row after row, and classes only where that is high enough.
/// </summary>
internal sealed class YoloV8Head : IDetectionHead
{
    private const int ClassesAt = 4;
    private const int Block = 512;

    private readonly float[] _best = new float[Block];
    private readonly int _columns;
    private readonly int _classes;
    private readonly float _threshold;
    private readonly BoxSuppression _suppression;

    /// <summary>Takes what the table checked.</summary>
    public YoloV8Head(HeadSetting setting)
    {
        _classes = setting.Graph.Outputs[0].Shape[1] - ClassesAt;
        _columns = setting.Graph.Outputs[0].Shape[2];
        _threshold = setting.ScoreThreshold;
        _suppression = setting.Suppression(_columns);
    }

    /// <inheritdoc/>
    public int LandmarksEach => 0;

    /// <inheritdoc/>
    public void Decode(ITensorOutputs outputs, DetectionList found)
    {
        ReadOnlySpan<float> values = outputs.Output(0);
        _suppression.Clear();
        for (int start = 0; start < _columns; start += Block)
        {
            Span<float> best = _best.AsSpan(0, Math.Min(Block, _columns - start));
            values.Slice((ClassesAt * _columns) + start, best.Length).CopyTo(best);
            for (int index = 1; index < _classes; index++)
            {
                // What is no number stays, and is then no score above the threshold.
                TensorPrimitives.Max(best, values.Slice(((ClassesAt + index) * _columns) + start, best.Length), best);
            }

            for (int offset = 0; offset < best.Length; offset++)
            {
                if (best[offset] > _threshold)
                {
                    Read(values, start + offset, best[offset]);
                }
            }
        }

        _suppression.SuppressInto(found);
    }

    private void Read(ReadOnlySpan<float> values, int column, float score)
    {
        int best = 0;
        while (best < _classes - 1 && values[((ClassesAt + best) * _columns) + column] != score)
        {
            best++;
        }

        float x = values[column];
        float y = values[_columns + column];
        float halfWidth = values[(2 * _columns) + column] / 2;
        float halfHeight = values[(3 * _columns) + column] / 2;
        _suppression.Add(new Detection(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, best), column);
    }
}
