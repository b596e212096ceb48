using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>When this hub heard that an item was heard, and what the other council says of its papers that the panel had.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130180100_PapersOfPanel")]
    public partial class PapersOfPanel : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(name: "heard_at", table: "case_item", type: "timestamp with time zone", nullable: true);
            migrationBuilder.AddColumn<byte[]>(name: "other_papers", table: "case_item", type: "bytea", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "heard_at", table: "case_item");
            migrationBuilder.DropColumn(name: "other_papers", table: "case_item");
        }
    }
}
