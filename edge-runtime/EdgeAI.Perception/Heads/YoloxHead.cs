using System.Numerics.Tensors;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// YOLOX (Megvii, yolox/models/yolo_head.py): a row for each cell with the centre's offset in cells, the logarithm of the size in cells, objectness and the
/// classes' probabilities. The score is objectness times the best class.
/// </summary>
internal sealed class YoloxHead : IDetectionHead
{
    private const int ClassesAt = 5;

    private readonly GridLevel[] _levels;
    private readonly int _row;
    private readonly float _threshold;
    private readonly BoxSuppression _suppression;

    /// <summary>Takes what the table checked.</summary>
    public YoloxHead(HeadSetting setting)
    {
        _levels = GridLevel.Of(setting.Strides, setting.Graph.Width, setting.Graph.Height);
        _row = setting.Graph.Outputs[0].Shape[2];
        _threshold = setting.ScoreThreshold;
        _suppression = setting.Suppression(_levels[^1].End);
    }

    /// <inheritdoc/>
    public int LandmarksEach => 0;

    /// <inheritdoc/>
    public void Decode(ITensorOutputs outputs, DetectionList found)
    {
        ReadOnlySpan<float> rows = outputs.Output(0);
        _suppression.Clear();
        foreach (GridLevel level in _levels)
        {
            int cell = level.Start;
            for (int row = 0; row < level.Rows; row++)
            {
                for (int column = 0; column < level.Columns; column++, cell++)
                {
                    // No class is surer than 1, so objectness alone rules nearly every cell out.
                    if (rows[(cell * _row) + 4] > _threshold)
                    {
                        Read(rows.Slice(cell * _row, _row), level.Stride, column, row, cell);
                    }
                }
            }
        }

        _suppression.SuppressInto(found);
    }

    private void Read(ReadOnlySpan<float> cell, int stride, int column, int row, int source)
    {
        int best = TensorPrimitives.IndexOfMax(cell[ClassesAt..]);
        float score = cell[4] * cell[ClassesAt + best];
        if (score > _threshold)
        {
            float x = (cell[0] + column) * stride;
            float y = (cell[1] + row) * stride;
            float halfWidth = MathF.Exp(cell[2]) * stride / 2;
            float halfHeight = MathF.Exp(cell[3]) * stride / 2;
            _suppression.Add(new Detection(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, best), source);
        }
    }
}
