using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>
/// FastestDet (dog-qiuqiu, utils/tool.py, handle_preds): planes over one grid with objectness, the centre's offset in cells before tanh, the size as a
/// share of the image before the sigmoid, and the classes' probabilities. The score is objectness^0.6 times the best class^0.4.
/// </summary>
internal sealed class FastestDetHead : IDetectionHead
{
    private const int ClassesAt = 5;
    private const float ObjectnessPower = 0.6f;
    private const float ClassPower = 0.4f;

    private readonly int _width;
    private readonly int _height;
    private readonly int _classes;
    private readonly int _columns;
    private readonly int _cells;
    private readonly float _threshold;
    private readonly float _leastObjectness;
    private readonly BoxSuppression _suppression;

    /// <summary>Takes what the table checked.</summary>
    public FastestDetHead(HeadSetting setting)
    {
        IReadOnlyList<int> shape = setting.Graph.Outputs[0].Shape;
        _width = setting.Graph.Width;
        _height = setting.Graph.Height;
        _classes = shape[1] - ClassesAt;
        _columns = shape[3];
        _cells = shape[2] * shape[3];
        _threshold = setting.ScoreThreshold;

        // No class is surer than 1: below this no cell can reach the threshold. A little lower, for what rounding does.
        _leastObjectness = MathF.Pow(_threshold, 1 / ObjectnessPower) * 0.999f;
        _suppression = setting.Suppression(_cells);
    }

    /// <inheritdoc/>
    public int LandmarksEach => 0;

    /// <inheritdoc/>
    public void Decode(ITensorOutputs outputs, DetectionList found)
    {
        ReadOnlySpan<float> planes = outputs.Output(0);
        _suppression.Clear();
        for (int cell = 0; cell < _cells; cell++)
        {
            if (planes[cell] > _leastObjectness)
            {
                Read(planes, cell);
            }
        }

        _suppression.SuppressInto(found);
    }

    private static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));

    private void Read(ReadOnlySpan<float> planes, int cell)
    {
        int best = 0;
        float bestValue = float.NegativeInfinity;
        for (int index = 0; index < _classes; index++)
        {
            float value = planes[((ClassesAt + index) * _cells) + cell];
            (best, bestValue) = value > bestValue ? (index, value) : (best, bestValue);
        }

        float score = MathF.Pow(planes[cell], ObjectnessPower) * MathF.Pow(bestValue, ClassPower);
        if (score > _threshold)
        {
            float cellWidth = (float)_width / _columns;
            float cellHeight = (float)_height / (_cells / _columns);
            float x = (MathF.Tanh(planes[_cells + cell]) + (cell % _columns)) * cellWidth;
            float y = (MathF.Tanh(planes[(2 * _cells) + cell]) + (cell / _columns)) * cellHeight;
            float halfWidth = Sigmoid(planes[(3 * _cells) + cell]) * _width / 2;
            float halfHeight = Sigmoid(planes[(4 * _cells) + cell]) * _height / 2;
            _suppression.Add(new Detection(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, best), cell);
        }
    }
}
