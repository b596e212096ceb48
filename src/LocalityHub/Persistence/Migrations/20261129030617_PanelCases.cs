using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Cases for panel and decision maker: gates, papers, minutes, reasons, decisions, letters; households' checks.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261129030617_PanelCases")]
    public partial class PanelCases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_match_decision",
                table: "match_decision");

            migrationBuilder.AddPrimaryKey(
                name: "PK_match_decision",
                table: "match_decision",
                columns: new[] { "case_id", "child_id" });

            migrationBuilder.CreateTable(
                name: "household_check",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    member = table.Column<short>(type: "smallint", nullable: true),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    refresh_by = table.Column<DateOnly>(type: "date", nullable: true),
                    is_relative = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_check", x => x.id);
                    table.ForeignKey(
                        name: "FK_household_check_household_household_id",
                        column: x => x.household_id,
                        principalTable: "household",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "letter_template",
                columns: table => new
                {
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_letter_template", x => x.kind);
                });

            migrationBuilder.CreateTable(
                name: "panel_case",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    cases_council = table.Column<short>(type: "smallint", nullable: false),
                    child_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    child_references = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    link_id = table.Column<Guid>(type: "uuid", nullable: true),
                    households_council = table.Column<short>(type: "smallint", nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    brief = table.Column<bool>(type: "boolean", nullable: false),
                    fast_track = table.Column<bool>(type: "boolean", nullable: false),
                    infant = table.Column<bool>(type: "boolean", nullable: false),
                    court_date = table.Column<DateOnly>(type: "date", nullable: true),
                    report_sent_on = table.Column<DateOnly>(type: "date", nullable: true),
                    comments_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ready_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    opened_by = table.Column<string>(type: "text", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_panel_case", x => x.id);
                    table.ForeignKey(
                        name: "FK_panel_case_household_household_id",
                        column: x => x.household_id,
                        principalTable: "household",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "paper_opening",
                columns: table => new
                {
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reader = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_version = table.Column<long>(type: "bigint", nullable: false),
                    open = table.Column<bool>(type: "boolean", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_paper_opening", x => new { x.item_id, x.reader });
                });

            migrationBuilder.CreateTable(
                name: "case_decision",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    stage = table.Column<short>(type: "smallint", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    maker = table.Column<Guid>(type: "uuid", nullable: false),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_decision", x => x.id);
                    table.ForeignKey(
                        name: "FK_case_decision_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_item",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_version = table.Column<long>(type: "bigint", nullable: false),
                    meets_on = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    recommended = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_item", x => x.id);
                    table.ForeignKey(
                        name: "FK_case_item_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_paper",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<short>(type: "smallint", nullable: false),
                    superseded = table.Column<bool>(type: "boolean", nullable: false),
                    dated_on = table.Column<DateOnly>(type: "date", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<short>(type: "smallint", nullable: false),
                    length = table.Column<int>(type: "integer", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    uploaded_by = table.Column<string>(type: "text", nullable: false),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recalled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    recalled_by = table.Column<string>(type: "text", nullable: true),
                    recall_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_paper", x => x.id);
                    table.ForeignKey(
                        name: "FK_case_paper_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "decision_record",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    material = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    other_material = table.Column<string>(type: "text", nullable: false),
                    arguments = table.Column<string>(type: "text", nullable: false),
                    panel_reasons = table.Column<string>(type: "text", nullable: false),
                    own_reasons = table.Column<string>(type: "text", nullable: false),
                    written_by = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decision_record", x => x.id);
                    table.ForeignKey(
                        name: "FK_decision_record_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "gate_statement",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    gate = table.Column<short>(type: "smallint", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: true),
                    exception = table.Column<short>(type: "smallint", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    stated_by = table.Column<string>(type: "text", nullable: false),
                    stated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gate_statement", x => new { x.case_id, x.gate });
                    table.ForeignKey(
                        name: "FK_gate_statement_panel_case_case_id",
                        column: x => x.case_id,
                        principalTable: "panel_case",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "decision_notice",
                columns: table => new
                {
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recipient = table.Column<short>(type: "smallint", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    orally_on = table.Column<DateOnly>(type: "date", nullable: true),
                    in_writing_on = table.Column<DateOnly>(type: "date", nullable: true),
                    not_possible = table.Column<string>(type: "text", nullable: true),
                    told_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decision_notice", x => new { x.decision_id, x.recipient });
                    table.ForeignKey(
                        name: "FK_decision_notice_case_decision_decision_id",
                        column: x => x.decision_id,
                        principalTable: "case_decision",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "letter",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    template_version = table.Column<long>(type: "bigint", nullable: false),
                    written_by = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_on = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_letter", x => x.id);
                    table.ForeignKey(
                        name: "FK_letter_case_decision_decision_id",
                        column: x => x.decision_id,
                        principalTable: "case_decision",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "item_minutes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<short>(type: "smallint", nullable: false),
                    discussion = table.Column<string>(type: "text", nullable: false),
                    reasons = table.Column<string>(type: "text", nullable: false),
                    dissent = table.Column<string>(type: "text", nullable: false),
                    advice = table.Column<string>(type: "text", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    written_by = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_item_minutes", x => x.id);
                    table.ForeignKey(
                        name: "FK_item_minutes_case_item_item_id",
                        column: x => x.item_id,
                        principalTable: "case_item",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_paper_content",
                columns: table => new
                {
                    version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_paper_content", x => x.version_id);
                    table.ForeignKey(
                        name: "FK_case_paper_content_case_paper_version_id",
                        column: x => x.version_id,
                        principalTable: "case_paper",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "paper_reading",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: true),
                    read_by = table.Column<string>(type: "text", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_paper_reading", x => x.id);
                    table.ForeignKey(
                        name: "FK_paper_reading_case_paper_version_id",
                        column: x => x.version_id,
                        principalTable: "case_paper",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "case_decision_case",
                table: "case_decision",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "case_item_case",
                table: "case_item",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "case_paper_case",
                table: "case_paper",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "case_paper_number",
                table: "case_paper",
                columns: new[] { "paper_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "decision_record_case",
                table: "decision_record",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "household_check_household",
                table: "household_check",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "item_minutes_number",
                table: "item_minutes",
                columns: new[] { "item_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_letter_decision_id",
                table: "letter",
                column: "decision_id");

            migrationBuilder.CreateIndex(
                name: "letter_case",
                table: "letter",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "panel_case_children",
                table: "panel_case",
                column: "child_ids")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "panel_case_household",
                table: "panel_case",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "paper_reading_version",
                table: "paper_reading",
                column: "version_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_paper_content");

            migrationBuilder.DropTable(
                name: "decision_notice");

            migrationBuilder.DropTable(
                name: "decision_record");

            migrationBuilder.DropTable(
                name: "gate_statement");

            migrationBuilder.DropTable(
                name: "household_check");

            migrationBuilder.DropTable(
                name: "item_minutes");

            migrationBuilder.DropTable(
                name: "letter");

            migrationBuilder.DropTable(
                name: "letter_template");

            migrationBuilder.DropTable(
                name: "paper_opening");

            migrationBuilder.DropTable(
                name: "paper_reading");

            migrationBuilder.DropTable(
                name: "case_item");

            migrationBuilder.DropTable(
                name: "case_decision");

            migrationBuilder.DropTable(
                name: "case_paper");

            migrationBuilder.DropTable(
                name: "panel_case");

            migrationBuilder.DropPrimaryKey(
                name: "PK_match_decision",
                table: "match_decision");

            migrationBuilder.AddPrimaryKey(
                name: "PK_match_decision",
                table: "match_decision",
                column: "case_id");
        }
    }
}
